// The card of a person whose Salesforce is in Chinese.
import {
  aLead,
  all,
  anAccount,
  buttons,
  now,
  removeCards,
  showCard,
  toldByJourney,
  wordsOf,
} from './card-kit';

jest.mock('@salesforce/i18n/lang', () => ({ __esModule: true, default: 'zh_CN' }), { virtual: true });

beforeEach(() => {
  jest.useFakeTimers({ now });
});
afterEach(removeCards);

test('speaks Chinese, whatever the language of the fields', async () => {
  const card = await showCard(aLead());
  for (const part of ['最有希望的线索之一：立即行动。', '可信度', '现在就联系', '17小时前', '成交概率']) {
    expect(wordsOf(card)).toContain(part);
  }
  expect(buttons(card)).toEqual(['已完成', '稍后提醒…', '忽略', '没有帮助']);
  expect(all(card.shadowRoot, '[role=img]')[0].getAttribute('aria-label')).toContain('线索评分');
});

test('says what a journey says, in the language of the person', async () => {
  const card = await showCard(anAccount({}, toldByJourney));
  expect(wordsOf(card)).toContain('关注 Acme');
  expect(wordsOf(card)).toContain('一个月没有新功能。');
  expect(wordsOf(card)).not.toContain('Look at Acme');
});

test('speaks Chinese of an account too', async () => {
  const card = await showCard(anAccount());
  expect(wordsOf(card)).toContain('认定为「有流失风险」');
  expect(wordsOf(card)).toContain('主要原因（百分点）：解决一个工单的小时数 +11');
  expect(wordsOf(card)).not.toMatch(/\{|undefined|NaN/);
});
