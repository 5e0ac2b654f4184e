// What the card sends when a person answers, and what it says until the loop has heard it.
import { createRecord, getRecord, notifyRecordUpdateAvailable } from 'lightning/uiRecordApi';
import {
  aLead,
  all,
  anAccount,
  buttons,
  leadId,
  now,
  press,
  removeCards,
  settled,
  showCard,
  wordsOf,
} from './card-kit';
import answered from './data/answered.json';
import lead from './data/lead.json';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

let toasts;
beforeEach(() => {
  jest.useFakeTimers({ now });
  createRecord.mockResolvedValue({ id: 'a00000000000001AAA' });
  toasts = [];
});
afterEach(() => {
  removeCards();
  jest.resetAllMocks();
});

async function aCard(record = aLead()) {
  const card = await showCard(record);
  card.addEventListener('lightning__showtoast', ({ detail }) => toasts.push(detail));
  return card;
}

test('sends an answer as one record with a key of its own, and says that the loop will hear it', async () => {
  const card = await aCard();
  await press(card, 'Done');
  expect(createRecord.mock.calls).toEqual([
    [
      {
        apiName: 'Revloop_Feedback__c',
        fields: {
          Advice__c: lead.next.id,
          Answer__c: 'done',
          Client_Key__c: expect.stringMatching(uuid),
          Lead__c: leadId,
        },
      },
    ],
  ]);
  expect(wordsOf(card)).toContain('Noted as done. What happens next teaches Revloop. Sent; Revloop answers');
  expect(buttons(card)).toEqual([]);
  expect(toasts).toEqual([expect.objectContaining({ variant: 'success' })]);
  expect(notifyRecordUpdateAvailable).toHaveBeenCalledWith([{ recordId: leadId }]);
});

test('sends one record however often a button is pressed', async () => {
  const card = await aCard();
  const [done] = all(card.shadowRoot, 'lightning-button');
  for (let times = 0; times < 3; times += 1) done.dispatchEvent(new CustomEvent('click'));
  await settled();
  expect(createRecord).toHaveBeenCalledTimes(1);
});

test('lets a person say for how long to snooze', async () => {
  const card = await aCard();
  await press(card, 'Snooze…');
  expect(buttons(card)).toEqual(['For 1 day', 'For 3 days', 'For 1 week', 'Cancel']);
  await press(card, 'For 3 days');
  expect(createRecord.mock.calls[0][0].fields).toMatchObject({ Answer__c: 'snoozed', Snooze_Days__c: 3 });
  expect(wordsOf(card)).toContain('Snoozed. It comes back in 3 days, if it still stands.');
});

test('asks why an advice was not useful, and takes no reason for an answer', async () => {
  const card = await aCard(anAccount());
  await press(card, 'Not useful');
  const [note] = all(card.shadowRoot, 'lightning-textarea');
  note.value = ' Wrong person ';
  note.dispatchEvent(new CustomEvent('change'));
  await press(card, 'Send');
  const { fields } = createRecord.mock.calls[0][0];
  expect(fields).toMatchObject({ Answer__c: 'not_useful', Note__c: 'Wrong person', Account__c: leadId });

  const other = await aCard();
  await press(other, 'Not useful');
  await press(other, 'Send');
  expect(createRecord.mock.calls[1][0].fields).not.toHaveProperty('Note__c');
});

test('goes back to all the buttons when a question is cancelled', async () => {
  const card = await aCard();
  await press(card, 'Not useful');
  await press(card, 'Cancel');
  expect(buttons(card)).toEqual(['Done', 'Snooze…', 'Dismiss', 'Not useful']);
  expect(createRecord).not.toHaveBeenCalled();
});

test('says why an answer was refused, and repeats it with the same key', async () => {
  createRecord.mockRejectedValueOnce({
    body: {
      message: 'An error occurred.',
      output: { errors: [{ errorCode: 'CANNOT_INSERT', message: 'Not allowed.' }] },
    },
  });
  const card = await aCard();
  await press(card, 'Dismiss');
  expect(wordsOf(card)).toContain('Your answer was not saved Not allowed.');
  expect(toasts).toEqual([expect.objectContaining({ variant: 'error', message: 'Not allowed.' })]);
  await press(card, 'Try again');
  const [first, second] = createRecord.mock.calls.map(([{ fields }]) => fields.Client_Key__c);
  expect(second).toBe(first);
  expect(wordsOf(card)).toContain('Dismissed. It will not come back unless the situation changes.');
});

test('takes an answer for given when Salesforce has its key already', async () => {
  createRecord.mockRejectedValueOnce({
    body: {
      output: {
        fieldErrors: { Client_Key__c: [{ errorCode: 'DUPLICATE_VALUE', message: 'duplicate value found' }] },
      },
    },
  });
  const card = await aCard();
  await press(card, 'Done');
  expect(wordsOf(card)).toContain('Noted as done.');
});

test('looks for what the loop says until it has said it, and no longer', async () => {
  const card = await aCard();
  await press(card, 'Done');
  notifyRecordUpdateAvailable.mockClear();
  jest.advanceTimersByTime(30_000);
  expect(notifyRecordUpdateAvailable).toHaveBeenCalledTimes(2);
  getRecord.emit(aLead());
  await settled();
  expect(wordsOf(card)).toContain('Sent; Revloop answers within a minute.');
  getRecord.emit(aLead({}, answered));
  await settled();
  expect(wordsOf(card)).not.toContain('Sent;');
  expect(wordsOf(card)).toContain('Done by Bo Lindqvist.');
  notifyRecordUpdateAvailable.mockClear();
  jest.advanceTimersByTime(600_000);
  expect(notifyRecordUpdateAvailable).not.toHaveBeenCalled();
});

test('an answer that arrives after the page went on to another record is not shown on that one', async () => {
  let arrive;
  createRecord.mockReturnValue(
    new Promise((resolve) => {
      arrive = resolve;
    }),
  );
  const card = await aCard();
  await press(card, 'Done');
  card.recordId = '00Q000000000002AAA';
  getRecord.emit(aLead());
  arrive({ id: 'a00000000000001AAA' });
  await settled();
  expect(toasts).toHaveLength(1);
  expect(buttons(card)).toContain('Done');
  expect(wordsOf(card)).not.toContain('Sent;');
});

test('stops looking when the person leaves the page', async () => {
  const card = await aCard();
  await press(card, 'Done');
  notifyRecordUpdateAvailable.mockClear();
  card.remove();
  jest.advanceTimersByTime(600_000);
  expect(notifyRecordUpdateAvailable).not.toHaveBeenCalled();
});
