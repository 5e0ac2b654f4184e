// What the card asks for and what it shows, in each of its states.
import { getRecord, notifyRecordUpdateAvailable } from 'lightning/uiRecordApi';
import {
  aLead,
  all,
  anAccount,
  aRecord,
  buttons,
  leadId,
  now,
  press,
  removeCards,
  showCard,
  toldByJourney,
  wordsOf,
} from './card-kit';
import account from './data/account.json';
import answered from './data/answered.json';
import deal from './data/deal.json';
import lead from './data/lead.json';
import little from './data/little.json';
import notScored from './data/notScored.json';

beforeEach(() => {
  jest.useFakeTimers({ now });
});
afterEach(() => {
  removeCards();
  jest.clearAllMocks();
});

test('asks for optional fields only, so that a hidden one takes nothing else away', async () => {
  await showCard(null);
  const { recordId, fields, optionalFields } = getRecord.getLastConfig();
  expect([recordId, fields]).toEqual([leadId, undefined]);
  const names = optionalFields.map((field) => field.fieldApiName ?? field);
  expect(names).toEqual(expect.arrayContaining(['Revloop_Lead_Score__c', 'Revloop_Explanation__c']));
});

test('waits with a word for screen readers', async () => {
  const card = await showCard(null);
  const [spinner] = all(card.shadowRoot, 'lightning-spinner');
  expect(spinner.alternativeText).toBe('Reading what Revloop knows…');
});

test('says of a lead how promising it is, why, how sure that is and what is next', async () => {
  const card = await showCard(aLead());
  const words = wordsOf(card);
  const [ring] = all(card.shadowRoot, '[role=img]');
  expect(ring.getAttribute('aria-label')).toBe('Lead score, 82, A');
  for (const part of [
    'One of your strongest leads: act now.',
    'Confidence Sure (74%)',
    'Not surer because: much is not known.',
    '↑ +18 since 3 days ago',
    'Mainly: Mails from them in the first 2 weeks +11 and Industry +5',
    'Probability to become a customer 34% (26% to 43%)',
    'Call now Interest is high right now, and it fades fast. Call today. 74% sure',
    '+14 14 points in favor: Mails from them in the first 2 weeks 4 usual: 0.6 · Salesforce · 17 hours ago',
    'Lead Source Referral',
    'Phone not known',
    'You can change this.',
    'Score 82 written 1 hour ago',
    'Bo Lindqvist: done',
    'Newest data: 17 hours ago Scored 1 hour ago',
  ]) {
    expect(words).toContain(part);
  }
  expect(words).not.toMatch(/HubSpot|undefined|null|NaN|\{/);
  expect(buttons(card)).toEqual(['Done', 'Snooze…', 'Dismiss', 'Not useful']);
});

test('says what moved the score: what of the record, or that other weights are live and what they weigh otherwise', async () => {
  const { change } = lead;
  const record = wordsOf(await showCard(aLead()));
  expect(record).toContain('Mainly: ');
  expect(record).not.toContain('learned anew');
  const learned = wordsOf(await showCard(aLead({}, { ...lead, change: { ...change, cause: 'weights' } })));
  expect(learned).toContain('Revloop has learned anew and weighs things otherwise now. Mainly: ');
});

test('shows the trend as a line that can be heard too, and a way to Revloop', async () => {
  const card = await showCard(aLead());
  const [, trend] = all(card.shadowRoot, '[role=img]');
  expect(trend.getAttribute('aria-label')).toBe('Scores over time: 41, 44, 43, 58, 64, and 82');
  const [link] = all(card.shadowRoot, 'a');
  expect(link.href).toBe(`https://revloop.example.com/console/subjects/${lead.subject}`);
});

test('says of an account that it is endangered, with the parts of its health, the bad side first', async () => {
  const card = await showCard(anAccount());
  const words = wordsOf(card);
  expect(words).toContain('At risk');
  expect(words).toContain('Due 17 hours ago');
  expect(words.indexOf('Working against you')).toBeLessThan(words.indexOf('Working in your favor'));
  const meters = all(card.shadowRoot, '[role=meter]').map((one) => [one.ariaLabel, one.ariaValueNow]);
  expect(meters).toEqual([
    ['Product use', '0'],
    ['Support', '50'],
    ['Relationship', '100'],
    ['Commercial', '100'],
  ]);
});

test('says why an account may leave, and what a person says of it instead of the index', async () => {
  const words = wordsOf(await showCard(anAccount()));
  expect(words).toContain(
    'Usual among your customers: 6%. Raised most by: Hours to solve a ticket: 72 (usual: 20). Sure.',
  );
  expect(words).toMatch(/Mia Keller.*Their sponsor left/);
  expect(words).toContain('48');
  const plain = wordsOf(await showCard(anAccount({}, { ...account, override: undefined })));
  expect(plain).toContain('This customer is in danger of leaving.');
});

test('says what moved the probability to leave, and nothing where it did not move or nothing can be named', async () => {
  const moved = (change) => ({ ...account, churn: { ...account.churn, change } });
  const wordsWith = async (change) => wordsOf(await showCard(anAccount({}, moved(change))));
  const { change } = account.churn;
  const record = await wordsWith(change);
  expect(record).toMatch(
    /Sure\. It was 21% \(\d days ago\)\. Mainly \(percentage points\): Hours to solve a ticket \+11 and Days without contact \+5/,
  );
  expect(record).not.toContain('learned anew');
  const learned = await wordsWith({ ...change, cause: 'weights' });
  expect(learned).toContain('Revloop has learned anew and weighs things otherwise now. Mainly (percentage');
  expect(await wordsWith(undefined)).not.toContain('It was');
  expect(await wordsWith({ ...change, by: [] })).not.toContain('It was');
});

test("says a journey's own words of its alert, and those of the code where there are none", async () => {
  const own = wordsOf(await showCard(anAccount({}, toldByJourney)));
  expect(own).toContain('Look at Acme');
  expect(own).toContain('Nothing new for a month.');
  const half = { ...toldByJourney.next, words: { title: { en: 'Look at Acme' } } };
  const plain = await Promise.all(
    [account.next, half].map(async (next) => wordsOf(await showCard(anAccount({}, { ...account, next })))),
  );
  expect(plain.filter((words) => words.includes('Look at Acme'))).toEqual([]);
  expect(plain.filter((words) => words.includes('Bring the users back'))).toHaveLength(2);
});

test('says how much is missing where nobody can tell yet which account leaves', async () => {
  const history = { closed: 31, won: 4, needed: 19 };
  const churn = { ...account.churn, reasons: [], history };
  const early = { ...account, probability: null, interval: null, churn };
  const words = wordsOf(await showCard(anAccount({ Churn_Probability: null }, early)));
  expect(words).toContain('Not enough yet to say who leaves: 31 customers');
  expect(words).not.toContain('Probability to leave');
});

test('warns of old data', async () => {
  const card = await showCard(aLead({}, { ...lead, dataAsOf: '2026-10-22T10:00:00.000Z' }));
  expect(wordsOf(card)).toContain('Old data; the newest is from last month');
});

test('says that a score is a general estimate while there is too little history', async () => {
  const card = await showCard(aLead({}, little));
  expect(wordsOf(card)).toContain(
    'Too little history Not enough yet: only 12 closed records so far, 3 of them won. With 38 more',
  );
  expect(wordsOf(card)).toContain('Nothing to do right now.');
});

test('shows who answered the step, and offers no buttons any more', async () => {
  const card = await showCard(aLead({}, answered));
  expect(wordsOf(card)).toContain('Done by Bo Lindqvist.');
  expect(buttons(card)).toEqual([]);
});

test('shows the probability to win of an opportunity', async () => {
  const card = await showCard(aRecord('Opportunity', { Win_Probability: 0.64, Confidence: 0.5 }));
  const [ring] = all(card.shadowRoot, '[role=img]');
  expect(ring.getAttribute('aria-label')).toBe('Probability to win, 64%');
});

test('tells of an opportunity when it is won, if it is, how exact that is, and what to do', async () => {
  const card = await showCard(
    aRecord('Opportunity', { Win_Probability: 0.724, Confidence: 0.72, Explanation: JSON.stringify(deal) }),
  );
  const words = wordsOf(card);
  expect(words).toContain('Probability to win 72% (58% to 83%)');
  expect(words).toContain('If it is won around Dec 18, 2026 8 of 10 like it: Dec 3, 2026 to Jan 22, 2027');
  expect(words).toContain('Likely to be won: take the next step and ask for the decision.');
  expect(words).toContain('Ask for the decision');
  expect(words).toContain('Times the close date was put off');
});

test.each([
  ['no field may be seen', {}, 'Ask your Salesforce admin for the permission set Revloop User.'],
  ['the record was not looked at yet', aRecord('Lead', {}).fields, 'It usually takes less than a minute.'],
  ['Revloop has nothing to foresee', aLead({}, notScored).fields, 'This person never was a lead'],
])('says so when %s, and looks again when asked', async (_when, fields, sentence) => {
  const card = await showCard({ apiName: 'Lead', id: leadId, fields });
  expect(wordsOf(card)).toContain(sentence);
  await press(card, 'Look again');
  expect(notifyRecordUpdateAvailable).toHaveBeenCalledWith([{ recordId: leadId }]);
});

test.each([
  ['of a newer version', JSON.stringify({ ...lead, v: 2 }), 'This card is too old'],
  ['cut off', JSON.stringify(lead).slice(0, 500), 'The explanation cannot be read'],
  ['not of ours', '"hello"', 'The explanation cannot be read'],
  ['hidden', undefined, 'Some of it is hidden from you'],
])('shows what the fields say when the explanation is %s', async (_how, Explanation, sentence) => {
  const card = await showCard(aLead({ Explanation }));
  const words = wordsOf(card);
  expect(words).toContain(sentence);
  expect(words).toContain('+ Lead Source: Referral');
  expect(words).toContain('Call now');
  expect(words).not.toContain('fresh data');
  expect(all(card.shadowRoot, '[role=img]')[0].getAttribute('aria-label')).toBe('Lead score, 82, A');
  expect(buttons(card)).toEqual([]);
});

test('shows nothing of the last record while the next one is on its way', async () => {
  const card = await showCard(aLead());
  card.recordId = '00Q000000000002AAA';
  await Promise.resolve();
  expect(all(card.shadowRoot, 'lightning-spinner')).toHaveLength(1);
  expect(wordsOf(card)).not.toContain('Call now');
});

test('shows codes that it does not know by the names they have', async () => {
  const reasons = [{ ...lead.reasons[0], code: 'stars', feature: 'stars', label: 'Stars' }];
  const next = { ...lead.next, code: 'dance' };
  const card = await showCard(aLead({}, { ...lead, reasons, next, kind: 'luck', band: 'E', extra: 1 }));
  expect(wordsOf(card)).toContain('Stars 4');
  expect(wordsOf(card)).toContain('dance');
});

test('never follows an address that is none of the web', async () => {
  const card = await showCard(aLead({}, { ...lead, console: ['java', 'script:alert(1)'].join('') }));
  expect(all(card.shadowRoot, 'a')).toEqual([]);
});

test("repeats Salesforce's own sentence when it does not give the record", async () => {
  const card = await showCard(null);
  getRecord.error([{ errorCode: 'INSUFFICIENT_ACCESS', message: 'You do not have access.' }], 403);
  await Promise.resolve();
  expect(wordsOf(card)).toContain('Salesforce did not give this record You do not have access.');
  await press(card, 'Try again');
  expect(notifyRecordUpdateAvailable).toHaveBeenCalled();
});
