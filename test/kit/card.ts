// The card of a lead's record in a test of the loop, on either platform: what it advises, and a person who answers it.
import { randomUUID } from 'node:crypto';
import { explanation } from '#act/explanation.ts';
import { CardAnswered, CardView } from '#http/hubspot/card-view.ts';
import { signedFetch } from './http-house.ts';
import type { Running } from './running.ts';
import type { Customer } from './running-world.ts';

/** What the card says is to be done. `state`: open, or how it was answered, and by whom. */
type Step = { readonly advice: string; readonly state: string; readonly by: string };
type Answer = 'done' | 'not_useful' | 'dismissed';

/** Who answers in the card, as the CRM names the person. */
export const rep = { hubspot: 'rep@acme.test', salesforce: 'Rita Rep' } as const;

/** Null while there is nothing to do. */
export async function stepOf(house: Running, customer: Customer, lead: string): Promise<Step | null> {
  if (customer.account.platform === 'salesforce') {
    const text = customer.account.field('lead', lead, 'explanation');
    if (text === null) return null;
    const told = explanation.parse(JSON.parse(text));
    if (told.state === 'not_scored' || told.next === null) return null;
    const { id, state, by } = told.next;
    return { advice: id, state, by: by ?? '' };
  }
  return stepIn(CardView.parse(await hubspotCard(house, customer, lead)));
}

/** Answers what the card advises: by HubSpot's request, or by a record of our own in Salesforce. */
export async function answerCard(
  house: Running,
  customer: Customer,
  lead: string,
  answer: Answer,
): Promise<void> {
  const step = await stepOf(house, customer, lead);
  const advice = step?.advice ?? '';
  if (customer.account.platform === 'hubspot') {
    CardAnswered.parse(await hubspotCard(house, customer, lead, { adviceId: advice, answer }));
    return;
  }
  const org = house.salesforce.orgs.get(customer.account.externalId);
  const user = org.context.users.list().find(({ lastName }) => lastName === 'Rep');
  const by = user ?? org.addUser({ firstName: 'Rita', lastName: 'Rep' });
  org.create(
    'Revloop_Feedback__c',
    { Lead__c: lead, Advice__c: advice, Answer__c: answer, Client_Key__c: randomUUID() },
    { user: by },
  );
  await house.heard(customer);
}

async function hubspotCard(
  house: Running,
  { account }: Customer,
  lead: string,
  body?: object,
): Promise<unknown> {
  const query = new URLSearchParams({
    ...{ portalId: account.externalId, objectTypeId: '0-1', objectId: lead },
    ...{ userId: '9', userEmail: rep.hubspot, appId: '4711', locale: 'en' },
  });
  return (await signedFetch(`${house.url}/hubspot/card?${query}`, new Date(), body)).json();
}

function stepIn(view: CardView): Step | null {
  if (view.state !== 'ready' || view.nextStep === null) return null;
  const { adviceId, answered } = view.nextStep;
  return { advice: adviceId, state: answered?.answer ?? 'open', by: answered?.sentence ?? '' };
}
