// The alert's words: the same in both languages, within Slack's limits, harmless whatever a customer is called.
import { expect, test } from 'vitest';
import { type AlertFacts, alertMessage } from '#act/chat-message.ts';
import { nameOf } from '#act/chat-words.ts';
import type { Advice } from '#advise/advice.ts';
import { adviceCodes, adviceStates } from '#advise/advice.ts';
import type { Finding } from '#analyze/finding.ts';
import { aHealthFinding, aTwin, someAdvice } from '#kit/slack-story.ts';
import { checkBlocks } from '#sandbox/slack/block.ts';
import { locales } from '#texts/texts.ts';

const at = new Date('2026-11-20T09:00:00.000Z');
const id = '7d3f0a52-6b1c-4c9e-9f65-0f2b8f0f9a11';

function facts(fields: Partial<AlertFacts> = {}, advice: Partial<Advice> = {}): AlertFacts {
  const dates = { createdAt: at, updatedAt: at, snoozedUntil: null, answeredBy: null };
  return {
    ...{ locale: 'en', finding: aHealthFinding(), twin: aTwin('company', { name: 'Acme Freight' }) },
    ...{
      externalId: '501',
      url: 'https://app.hubspot.com/contacts/1/record/0-2/501',
      owner: 'Rae Park',
      word: null,
    },
    advice: { ...someAdvice('1'), id, state: 'open', ...dates, ...advice },
    ...fields,
  };
}

const lead = {
  twin: aTwin('contact', {
    firstname: 'Dana',
    lastname: 'Okafor',
    company: 'Blue Harbor',
    email: 'd@blue.test',
  }),
  finding: aHealthFinding({
    kind: 'lead_score',
    score: 84,
    band: 'A',
    probability: 0.62,
    interval: [0.5, 0.7],
    parts: [],
    doubts: ['unlike', 'missing'],
  }),
};
const crm = { code: 'property', source: 'hubspot', asOf: null } as const;
const leadAdvice: Partial<Advice> = {
  code: 'call_now',
  finding: 'lead_score',
  situation: 'lead_score:hot',
  confidence: 0.55,
  change: { from: 'B', to: 'A', scoreFrom: 62, scoreTo: 84 },
  reasons: [
    { ...crm, feature: 'time', label: 'Time on website', value: 1820, usual: 490, points: 0.9 },
    { ...crm, feature: 'source', label: 'Lead source', value: 'Reference', usual: null, points: 0.7 },
    { ...crm, feature: 'mail', label: 'Do not email', value: 'Yes', usual: 'No', points: -0.2 },
  ],
};
const check = (message: ReturnType<typeof alertMessage>) => {
  let count = 0;
  return checkBlocks(message.blocks, { max: 50, newId: () => `id${count++}`, input: false });
};
/** What a person reads, line by line. */
function read(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(read);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) =>
    name === 'text' && typeof one === 'string' ? one.split('\n') : name === 'value' ? [] : read(one),
  );
}

const raising = (code: string, value: number, points: number) => ({
  ...{ code, feature: code, label: code, value, usual: 20, points, source: 'support' as const, asOf: null },
});
const churn: NonNullable<NonNullable<AlertFacts['finding']>['churn']> = {
  ...{ probability: 0.41, usual: 0.06, interval: [0.3, 0.52], confidence: 0.74, doubts: [], basis: 'model' },
  reasons: [raising('customer_hours', 72, 18), raising('customer_talks', 9, -6)],
  ...{ history: { closed: 120, won: 41, needed: 0 }, dataAsOf: null, weightsVersion: 3 },
};

test('what may make a customer leave stands beside why its health is low, and nothing that keeps it', () => {
  for (const locale of locales) {
    const message = alertMessage(facts({ locale, finding: aHealthFinding({ churn }) }));
    const words = read(message.blocks).join('\n');
    expect(words).toContain('6%');
    expect(words).toContain('72');
    expect(words).not.toContain('• Conversations');
    expect(check(message).length).toBeGreaterThan(4);
  }
  const said = read(alertMessage(facts({ finding: aHealthFinding({ churn }) })).blocks);
  expect(said).toContain('*What may make it leave (usual among your customers: 6%)*');
  expect(said).toContain('• Hours to solve a ticket: 72 (usual: 20)');
});

test('what moved the probability to leave is said beside it, with what it was', () => {
  const by = [{ code: 'property', feature: 'company.plan', label: 'Plan <old>', points: 15.4 }];
  const before = { probability: 0.19, at: '2026-11-19T09:00:00.000Z' };
  const words = (locale: (typeof locales)[number], told: Partial<typeof churn>) =>
    read(
      alertMessage(facts({ locale, finding: aHealthFinding({ churn: { ...churn, ...told } }) })).blocks,
    ).join('\n');
  const record = words('en', { before, because: { cause: 'record', by } });
  expect(record).toMatch(/41% \(30% to 52%\)\nIt was 19% \(<!date\^\d+\^[^>]+>\)\./);
  expect(record).toContain('Mainly (percentage points): Plan &lt;old&gt; +15');
  expect(words('zh-CN', { before, because: { cause: 'weights', by } })).toContain('重新学习');
  expect(words('en', {})).not.toContain('It was');
});

test('a customer of whom nobody can tell yet whether it leaves: what is missing is said', () => {
  const history = { closed: 31, won: 4, needed: 19 };
  const early = { ...churn, probability: null, interval: null, reasons: [], history };
  const finding = aHealthFinding({ churn: early, probability: null, interval: null });
  const words = read(alertMessage(facts({ finding })).blocks).join('\n');
  expect(words).toMatch(/Not enough yet to say who leaves: 31 customers/);
});

test('a customer in danger, in English', () => {
  expect(read(alertMessage(facts()).blocks)).toMatchInlineSnapshot(`
    [
      "⚠️ Acme Freight: customer at risk",
      "*Health*",
      "81 (healthy) → *34 (at risk)*",
      "*Probability to leave within 90 days*",
      "41% (30% to 52%)",
      "*How sure we are*",
      "Sure",
      "*Newest data*",
      "<!date^1795163400^{date_short_pretty} {time}|2026-11-20 08:30 UTC>",
      "*Why*",
      "• Open tickets: 6 (usual: 1)",
      "• Seats in use: 11 of 40 (usual: 31 of 40)",
      "*Next step: Fix the open support problems*",
      "Support weighs heaviest on this customer. Close what is open, then tell them in person.",
      "Take it",
      "Snooze…",
      "For 1 day",
      "For 3 days",
      "For 1 week",
      "Not useful",
      "Open record",
      "Say otherwise…",
      "Owner: Rae Park · You get one message per situation; it is kept up to date here.",
    ]
  `);
});

test('a customer in danger, in Chinese', () => {
  expect(read(alertMessage(facts({ locale: 'zh-CN' })).blocks)).toMatchInlineSnapshot(`
    [
      "⚠️ Acme Freight：客户有流失风险",
      "*健康度*",
      "81（健康） → *34（有流失风险）*",
      "*90 天内流失概率*",
      "41%（30% 至 52%）",
      "*可信度*",
      "较高",
      "*数据更新于*",
      "<!date^1795163400^{date_short_pretty} {time}|2026-11-20 08:30 UTC>",
      "*原因*",
      "• Open tickets：6（通常：1）",
      "• Seats in use：11 of 40（通常：31 of 40）",
      "*建议：先解决服务问题*",
      "拖累健康度最多的是服务问题。先处理未结工单，再当面告知客户。",
      "我来跟进",
      "稍后提醒…",
      "1 天后",
      "3 天后",
      "1 周后",
      "没有帮助",
      "打开记录",
      "人工认定…",
      "负责人：Rae Park · 同一情况只发一条消息，后续变化会在此更新。",
    ]
  `);
});

test('a hot lead, in English', () => {
  expect(read(alertMessage(facts(lead, leadAdvice)).blocks)).toMatchInlineSnapshot(`
    [
      "🔥 Dana Okafor, Blue Harbor: hot lead",
      "*Lead score*",
      "62 (B) → *84 (A)*",
      "*Probability to become a customer*",
      "62% (50% to 70%)",
      "*How sure we are*",
      "Fairly sure: few records are like this one",
      "*Newest data*",
      "<!date^1795163400^{date_short_pretty} {time}|2026-11-20 08:30 UTC>",
      "*Why*",
      "• Time on website: 1,820 (usual: 490)",
      "• Lead source: Reference",
      "But: Do not email: Yes (usual: No)",
      "*Next step: Call now*",
      "Interest is high right now, and it fades fast. Call today.",
      "Take it",
      "Snooze…",
      "For 1 day",
      "For 3 days",
      "For 1 week",
      "Not useful",
      "Open record",
      "Owner: Rae Park · You get one message per situation; it is kept up to date here.",
    ]
  `);
});

test('a hot lead, in Chinese', () => {
  expect(read(alertMessage(facts({ ...lead, locale: 'zh-CN' }, leadAdvice)).blocks)).toMatchInlineSnapshot(`
    [
      "🔥 Dana Okafor（Blue Harbor）：高意向线索",
      "*线索评分*",
      "62（B） → *84（A）*",
      "*成交概率*",
      "62%（50% 至 70%）",
      "*可信度*",
      "中等：相似的记录很少",
      "*数据更新于*",
      "<!date^1795163400^{date_short_pretty} {time}|2026-11-20 08:30 UTC>",
      "*原因*",
      "• Time on website：1,820（通常：490）",
      "• Lead source：Reference",
      "不过：Do not email：Yes（通常：No）",
      "*建议：现在就联系*",
      "对方此刻意向很高，但热度消退很快，请今天就联系。",
      "我来跟进",
      "稍后提醒…",
      "1 天后",
      "3 天后",
      "1 周后",
      "没有帮助",
      "打开记录",
      "负责人：Rae Park · 同一情况只发一条消息，后续变化会在此更新。",
    ]
  `);
});

test.each(locales)('every step in every state is a message that Slack takes (%s)', (locale) => {
  for (const code of adviceCodes)
    for (const state of adviceStates) {
      const message = alertMessage(
        facts({ locale }, { code, state, snoozedUntil: at, answeredBy: 'Rae Park' }),
      );
      expect(check(message).length).toBeGreaterThan(4);
      expect(message.text).not.toBe('');
    }
});

test('the buttons give way to who did what and when', () => {
  const taken = alertMessage(facts({}, { state: 'taken', answeredBy: 'Rae Park' }));
  expect(JSON.stringify(taken.blocks)).not.toContain('revloop:take');
  expect(read(taken.blocks).join('\n')).toContain('*Rae Park* took it, <!date^');
  const closed = alertMessage(facts({ url: null }, { state: 'done', answeredBy: 'Rae Park' }));
  expect(closed.blocks.map(({ type }) => type)).not.toContain('actions');
});

const hostile = {
  'mentions and links': '<!channel> & <@U0123ABCDE> <https://evil.test|Open record>',
  'control characters': '\u202eeveR\u202c\u0000\nAcme\n\n*Next step: pay*',
  'long emoji': '🏴󠁧󠁢󠁥󠁮󠁧󠁿👨‍👩‍👧‍👦'.repeat(300),
  'thousands of ampersands': '&'.repeat(5000),
  'thousands of Han characters': '超长公司名称'.repeat(800),
};

test.each(Object.entries(hostile))('a name of %s neither breaks the message nor calls anybody', (_, name) => {
  const reasons = Array.from({ length: 5 }, () => ({
    ...{ code: 'property', feature: name, label: name, value: name, usual: name, points: -3 },
    ...{ source: 'support' as const, asOf: null },
  }));
  for (const kind of ['company', 'contact'] as const) {
    const twin = aTwin(kind, { name, firstname: name, lastname: name, company: name });
    const message = alertMessage(facts({ twin, owner: name }, { reasons, answeredBy: name, state: 'taken' }));
    check(message);
    const mrkdwn = JSON.stringify(message.blocks.filter(({ type }) => type !== 'header')) + message.text;
    expect(mrkdwn).not.toMatch(/<!channel|<@U|<https:\/\/evil/);
    expect(mrkdwn).not.toMatch(/[\u202a-\u202e]/);
    expect(message.text.length).toBeLessThan(2000);
    // No lone half of a character is left where something was cut.
    expect(JSON.stringify(message)).not.toMatch(/\\ud[89a-f]/i);
  }
});

test('people are called as in their language, and by what is known of them', () => {
  const name = (properties: Record<string, string>) => nameOf('en', aTwin('contact', properties), '77');
  expect(name({ firstname: '娜', lastname: '李' })).toBe('李娜');
  expect(name({ firstname: 'Dana', lastname: 'Okafor' })).toBe('Dana Okafor');
  expect(name({ email: 'd@blue.test' })).toBe('d@blue.test');
  expect(name({})).toBe('Record 77');
});

test('what moved a score is said beside it, by the record or by other weights, and never of a later move', () => {
  const by = [{ code: 'property', feature: 'source', label: 'Lead <source>', points: 7.2 }];
  const words = (locale: (typeof locales)[number], because: NonNullable<Finding['because']>, score = 84) =>
    read(
      alertMessage(facts({ ...lead, locale, finding: { ...lead.finding, score, because } }, leadAdvice))
        .blocks,
    ).join('\n');
  expect(words('en', { cause: 'record', by })).toContain('Mainly: Lead &lt;source&gt; +7');
  expect(words('zh-CN', { cause: 'record', by })).toContain('主要原因：Lead &lt;source&gt; +7');
  expect(words('en', { cause: 'record', by })).not.toContain('learned anew');
  expect(words('en', { cause: 'weights', by })).toContain('learned anew');
  expect(words('en', { cause: 'record', by }, 80)).not.toContain('Mainly');
});
