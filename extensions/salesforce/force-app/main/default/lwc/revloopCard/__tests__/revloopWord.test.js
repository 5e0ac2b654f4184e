// A person says on the card how the customer stands: what is sent, what is asked for, and what is said when somebody was quicker.
import { createRecord, getRecord } from 'lightning/uiRecordApi';
import {
  aLead,
  all,
  anAccount,
  button,
  buttons,
  leadId,
  now,
  press,
  removeCards,
  settled,
  showCard,
  wordsOf,
} from './card-kit';
import account from './data/account.json';

const unsaid = { ...account, override: null };
beforeEach(() => {
  jest.useFakeTimers({ now });
  createRecord.mockResolvedValue({ id: 'a00000000000001AAA' });
});
afterEach(() => {
  removeCards();
  jest.resetAllMocks();
});

async function enter(card, { band, reason, days }) {
  const [choice] = all(card.shadowRoot, 'lightning-radio-group');
  choice.dispatchEvent(new CustomEvent('change', { detail: { value: band } }));
  const [why] = all(card.shadowRoot, 'lightning-textarea');
  why.value = reason;
  why.dispatchEvent(new CustomEvent('change'));
  const [until] = all(card.shadowRoot, 'lightning-input');
  until.value = days;
  until.dispatchEvent(new CustomEvent('change'));
  await settled();
}

test('sends the band, why and for how many days as one record of the account', async () => {
  const card = await showCard(anAccount({}, unsaid));
  await press(card, 'Say otherwise');
  expect(button(card, 'Save').disabled).toBe(true);
  await enter(card, { band: 'healthy', reason: ' They renewed by phone ', days: '14' });
  await press(card, 'Save');
  expect(createRecord.mock.calls).toEqual([
    [
      {
        apiName: 'Revloop_Feedback__c',
        fields: {
          ...{ Answer__c: 'health', Band__c: 'healthy', Days__c: 14, Note__c: 'They renewed by phone' },
          ...{ Client_Key__c: expect.stringMatching(/^[0-9a-f-]{36}$/), Account__c: leadId },
        },
      },
    ],
  ]);
  expect(wordsOf(card)).toContain('Sent: how this customer stands');
});

test.each([
  ['without a reason', 'x', '14'],
  ['for more days than count', 'They renewed', '181'],
  ['for half a day', 'They renewed', '1.5'],
])('takes no word %s', async (_what, reason, days) => {
  const card = await showCard(anAccount({}, unsaid));
  await press(card, 'Say otherwise');
  await enter(card, { band: 'watch', reason, days });
  expect(button(card, 'Save').disabled).toBe(true);
});

test('replaces the word that the person sees, and is over when the record tells the new one', async () => {
  const card = await showCard(anAccount());
  await press(card, 'Say something else');
  const reason = `The contract was renewed by phone, and ${'more '.repeat(30)}is to come`;
  await enter(card, { band: 'healthy', reason, days: '14' });
  await press(card, 'Save');
  expect(createRecord.mock.calls[0][0].fields).toMatchObject({ Replaces__c: '12', Band__c: 'healthy' });
  const told = { ...account.override, id: '13', reason: `${reason.slice(0, 119)}…` };
  getRecord.emit(anAccount({}, { ...account, band: 'healthy', override: told }));
  await settled();
  expect(wordsOf(card)).not.toContain('Sent: how this customer stands');
  expect(wordsOf(card)).not.toContain('Somebody else');
  expect(buttons(card)).toContain('Say something else');
});

test('says so where somebody else was quicker', async () => {
  const card = await showCard(anAccount());
  await press(card, 'Let the index count again');
  expect(createRecord.mock.calls[0][0].fields).toMatchObject({ Replaces__c: '12', Band__c: 'computed' });
  const other = { ...account.override, id: '14', who: 'Rae Park', reason: 'Budget is frozen' };
  getRecord.emit(anAccount({}, { ...account, override: other }));
  await settled();
  expect(wordsOf(card)).toContain('Somebody else had said something before yours arrived');
  expect(wordsOf(card)).toContain('Rae Park says');
});

test('repeats what was refused with the same key', async () => {
  createRecord.mockRejectedValueOnce({
    body: { output: { errors: [{ errorCode: 'X', message: 'Not allowed.' }] } },
  });
  const card = await showCard(anAccount());
  await press(card, 'Let the index count again');
  expect(wordsOf(card)).toContain('How the customer stands was not saved Not allowed.');
  await press(card, 'Try again');
  const [first, second] = createRecord.mock.calls.map(([{ fields }]) => fields.Client_Key__c);
  expect(second).toBe(first);
});

test('asks nothing of the kind about a lead', async () => {
  const card = await showCard(aLead());
  expect(buttons(card)).not.toContain('Say otherwise');
});
