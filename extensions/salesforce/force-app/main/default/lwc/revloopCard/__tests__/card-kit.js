// Puts a card into the document of a test, gives it a record, and looks into its shadows.
import RevloopCard from 'c/revloopCard';
import { getRecord } from 'lightning/uiRecordApi';
import { createElement } from 'lwc';
import account from './data/account.json';
import lead from './data/lead.json';

export const now = new Date('2026-11-22T10:00:00.000Z');
export const leadId = '00Q000000000001AAA';

export function settled() {
  return Promise.resolve().then(() => Promise.resolve());
}

/** What Lightning Data Service tells of our fields; `undefined` for one that the person may not see. */
export function aRecord(object, values) {
  const own = {
    Lead: ['Lead_Score', 'Lead_Grade', 'Convert_Probability'],
    Account: ['Health_Score', 'Health_Band', 'Churn_Probability'],
    Opportunity: ['Win_Probability'],
  };
  const common = ['Confidence', 'Data_As_Of', 'Scored_At', 'Top_Reasons', 'Next_Action', 'Explanation'];
  const fields = [...own[object], ...common]
    .map((name) => [`Revloop_${name}__c`, name in values ? values[name] : null])
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, { value, displayValue: null }]);
  return { apiName: object, id: leadId, fields: Object.fromEntries(fields) };
}

export function aLead(over = {}, explanation = lead) {
  return aRecord('Lead', {
    ...{ Lead_Score: 82, Lead_Grade: 'A', Convert_Probability: 0.34, Confidence: 0.74 },
    ...{ Data_As_Of: lead.dataAsOf, Scored_At: lead.at },
    ...{ Top_Reasons: '+ Lead Source: Referral\n- Phone: not known', Next_Action: 'Call now' },
    Explanation: JSON.stringify(explanation),
    ...over,
  });
}

export function anAccount(over = {}, explanation = account) {
  return aRecord('Account', {
    ...{ Health_Score: 24, Health_Band: 'at_risk', Churn_Probability: 0.37, Confidence: 0.58 },
    ...{ Data_As_Of: account.dataAsOf, Scored_At: account.at },
    Explanation: JSON.stringify(explanation),
    ...over,
  });
}

/** The account's explanation, where its next step is the alert of a journey. */
export const toldByJourney = {
  ...account,
  next: {
    ...account.next,
    words: {
      title: { en: 'Look at Acme', 'zh-CN': '关注 Acme' },
      why: { en: 'Nothing new for a month.', 'zh-CN': '一个月没有新功能。' },
    },
  },
};

/** A card on a record's page, told `record` once it is there. */
export async function showCard(record, objectApiName = record?.apiName ?? 'Lead') {
  const card = createElement('c-revloop-card', { is: RevloopCard });
  card.recordId = leadId;
  card.objectApiName = objectApiName;
  document.body.append(card);
  if (record) getRecord.emit(record);
  await settled();
  return card;
}

/** Everything of a selector below the card, in whatever shadow. */
export function all(root, selector) {
  const inside = [...root.querySelectorAll('*')];
  return inside.flatMap((element) => [
    ...(element.matches(selector) ? [element] : []),
    ...(element.shadowRoot ? all(element.shadowRoot, selector) : []),
  ]);
}

/** What a person can read of the card, with single spaces. */
export function wordsOf(card) {
  return textsIn(card.shadowRoot).join(' ').replace(/\s+/g, ' ').trim();
}

// What is put into an element comes beside what the element draws itself.
function textsIn(node) {
  return [...node.childNodes].flatMap((child) => {
    if (child.nodeType === Node.TEXT_NODE) return [child.data];
    return [...(child.shadowRoot ? textsIn(child.shadowRoot) : []), ...textsIn(child)];
  });
}

/** The button that reads so. */
export function button(card, label) {
  const found = all(card.shadowRoot, 'lightning-button').find((one) => one.label === label);
  if (!found) throw new Error(`There is no button ${label}.`);
  return found;
}

export async function press(card, label) {
  button(card, label).dispatchEvent(new CustomEvent('click'));
  await settled();
}

export function buttons(card) {
  return all(card.shadowRoot, 'lightning-button').map((one) => one.label);
}

export function removeCards() {
  document.body.replaceChildren();
}
