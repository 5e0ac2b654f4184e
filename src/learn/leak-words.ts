// Words that columns go by when somebody or something wrote them after the fact; words alone never condemn a column.

const judged =
  /\b(scores?|scoring|grade|rating|index|quality|rank|tier|propensity|probability|likelihood|forecast|profile|temperature|cltv|ltv)\b|评分|得分|等级|质量|画像|评级/iu;
const after =
  /\b(duration|talk time|call length|reason|outcome|result|disposition|resolution|tags?|stage|status|closed?|closing|won|lost|loss|signed|cancell?(ed|ation)?|churn(ed)?|terminat(ed|ion)|exit|converted|conversion|qualified|unqualified|next step|notes?|remarks?|feedback|refund(ed)?|invoiced?|paid|renewed|renewal|final|post)\b|时长|原因|结果|标签|阶段|状态|关闭|赢单|输单|流失|取消|转化|备注/iu;
const rewritten = /\b(last|latest|recent|newest)\b|最近|最后/iu;
const edited = /^(modified|updated|edited|changed|record (updated|modified)|已修改|已更新)$/iu;
const ending =
  /\b(closed|won|lost|converted|churned|cancell?ed|terminated|signed|rejected|disqualified|unqualified|not interested|dead|purchased|enrolled|will (pay|buy|revert)|already a)\b|赢单|输单|已成交|已流失|已取消|已签约|不感兴趣/iu;
const planned =
  /\b(renewal|renews?|due|expir(es|y|ation)|planned|expected|scheduled|next|deadline|target|until|valid|start|begin|end|event)\b|到期|计划|预计|截止|下次|开始|结束/iu;
const before = /\b(prev|previous|prior|past|former|historical|p)\b|上次|历史/iu;

/** A name as words: `lostReason`, `lost_reason` and `Lost Reason` are the same. */
function wordsOf(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_\-./]+/g, ' ')
    .trim();
}

/** What a column is called says of when it was written. What was before is known in time. */
export function nameTells(name: string, label = ''): 'judged' | 'after' | 'rewritten' | null {
  const words = `${wordsOf(name)} | ${wordsOf(label)}`;
  if (before.test(words)) return null;
  if (judged.test(words)) return 'judged';
  if (after.test(words)) return 'after';
  return rewritten.test(words) ? 'rewritten' : null;
}

/** True where the value says that somebody changed the record, whatever it was that they changed. */
export function tellsOfEdits(value: string): boolean {
  return edited.test(value.trim());
}

/** The words by which a value says how it ended; null where it does not. */
export function endingIn(value: string): string | null {
  return ending.exec(wordsOf(value))?.[0].toLowerCase() ?? null;
}

/** True where the name is one of a date that is set ahead: it may be later than the outcome and still be known in time. */
export function isPlanned(name: string, label = ''): boolean {
  return planned.test(`${wordsOf(name)} | ${wordsOf(label)}`);
}
