// The undecided: values of an outcome that say how it ends is still open, such as Open, In progress or 跟进中.
import { saysNothing } from '#learn/columns/read-column.ts';
import { locales, text } from '#texts/texts.ts';

// Exports come in more languages than we speak.
const elsewhere = [
  ['offen', 'in bearbeitung', 'laufend', 'ausstehend', 'in verhandlung', 'unentschieden', 'noch offen'],
  ['ouvert', 'ouverte', 'en cours', 'en attente', 'en négociation', 'indécis'],
  ['abierto', 'abierta', 'en curso', 'en proceso', 'en progreso', 'pendiente', 'en negociación'],
  ['aberto', 'aberta', 'em aberto', 'em andamento', 'em negociação', 'aperto', 'aperta', 'in corso'],
  ['in sospeso', 'in attesa', 'in trattativa', 'openstaand', 'lopend', 'in behandeling'],
  ['進行中', '商談中', '未定', '保留中', '진행 중', '진행중', '보류'],
].flat();

// What HubSpot and Salesforce call the stages and statuses in which nothing is decided yet, as they come, and words that may
// as well be said of how something ended.
const stages = [
  ['unresolved', 'outstanding', 'not closed', 'not decided', 'not yet', 'opened'],
  ['未关闭', '未结束', '未完结', '未完成', '打开', '开放', '开启', '暂停', '新建', '新'],
  ['new', 'unknown', 'contacted', 'attempted to contact', 'working contacted', 'open not contacted'],
  ['appointment scheduled', 'qualified to buy', 'presentation scheduled', 'decision maker bought in'],
  ['appointmentscheduled', 'qualifiedtobuy', 'presentationscheduled', 'decisionmakerboughtin'],
  ['contract sent', 'contractsent', 'prospecting', 'qualification', 'needs analysis', 'value proposition'],
  ['id. decision makers', 'perception analysis', 'proposal/price quote', 'negotiation/review'],
].flat();

const clear = new Set([
  ...locales.flatMap((locale) => wordsOf(text(locale, 'evaluate.undecided'))),
  ...elsewhere,
]);
const beside = new Set(stages);

/**
 * The texts of `outcome` that mean that nothing is decided yet, the blank among them. `open`: what the user says means that, and
 * nothing else does then; `positive`: what the user calls the good outcome is one, whatever it is called. A stage of a
 * pipeline, a dash or "n/a" may be an outcome too: they are none where two others are there.
 */
export function undecidedIn(
  outcome: readonly string[],
  {
    positive,
    open,
  }: { readonly positive: string | undefined; readonly open?: readonly string[] | undefined },
): ReadonlySet<string> {
  const wanted = positive === undefined ? undefined : plain(positive);
  const texts = [...new Set(outcome)].filter((one) => one !== '' && plain(one) !== wanted);
  if (open !== undefined) {
    const named = new Set(open.map(plain));
    return new Set(['', ...texts.filter((one) => named.has(plain(one)))]);
  }
  const sure = texts.filter(isUndecided);
  const maybe = texts.filter((one) => !isUndecided(one) && (beside.has(plain(one)) || saysNothing(one)));
  const outcomes = new Set(outcome).size - Number(outcome.includes('')) - sure.length - maybe.length;
  return new Set(['', ...sure, ...(outcomes >= 2 ? maybe : [])]);
}

/** True where the text cannot mean that something is over. */
export function isUndecided(value: string): boolean {
  return clear.has(plain(value)) || /^(open|working)\s*[-–—:]/i.test(value);
}

/** In small letters, with one blank for whatever parts the words. */
function plain(value: string): string {
  return value
    .trim()
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[\s_-]+/gu, ' ');
}

function wordsOf(list: string): string[] {
  return list.split('|').map(plain);
}
