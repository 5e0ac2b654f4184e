// What an org remembers of the past: changes of the fields that its admin has tracked, the course of each opportunity, and which fields there are.
import { fieldOf, readOnly, reference, texts } from './field.ts';
import { type ObjectType, objectOf } from './object-type.ts';

const fixed = { owned: false, setup: true, createable: false, updateable: false, deletable: false } as const;

/** By the object whose fields can be tracked: where the changes stand, and what names the record. */
export const trackable: Readonly<Record<string, { readonly object: string; readonly parent: string }>> = {
  Lead: { object: 'LeadHistory', parent: 'LeadId' },
  Contact: { object: 'ContactHistory', parent: 'ContactId' },
  Account: { object: 'AccountHistory', parent: 'AccountId' },
  Opportunity: { object: 'OpportunityFieldHistory', parent: 'OpportunityId' },
  Case: { object: 'CaseHistory', parent: 'CaseId' },
};

/** Old and new values are of any type, and nothing can be found by them. */
const anyValue = { type: 'string', length: 255, filterable: false, ...readOnly } as const;

const changes = Object.entries(trackable).map(([of, { object, parent }]) =>
  objectOf({
    ...{ ...fixed, name: object, label: `${of} History`, keyPrefix: '017' },
    fields: [
      reference(parent, [of], readOnly),
      ...texts({ Field: 255 }),
      fieldOf({ name: 'OldValue', ...anyValue }),
      fieldOf({ name: 'NewValue', ...anyValue }),
    ],
  }),
);

/** Kept of every opportunity, whatever is tracked. */
export const courseFields = ['StageName', 'Amount', 'Probability', 'CloseDate'] as const;
export const courseObject = 'OpportunityHistory';

const course = objectOf({
  ...{ ...fixed, name: courseObject, label: 'Opportunity History', keyPrefix: '008' },
  fields: [
    reference('OpportunityId', ['Opportunity'], readOnly),
    ...texts({ StageName: 255 }),
    fieldOf({ name: 'Amount', type: 'currency', precision: 18, scale: 2, ...readOnly }),
    fieldOf({ name: 'Probability', type: 'percent', precision: 3, ...readOnly }),
    fieldOf({ name: 'CloseDate', type: 'date', ...readOnly }),
  ],
});

const named = fieldOf({ name: 'QualifiedApiName', type: 'string', length: 70, nillable: false, ...readOnly });
const definitions = [
  objectOf({
    ...{ ...fixed, name: 'EntityDefinition', label: 'Entity Definition', keyPrefix: '4ie' },
    fields: [named, ...texts({ Label: 80 })],
  }),
  objectOf({
    ...{ ...fixed, name: 'FieldDefinition', label: 'Field Definition', keyPrefix: '4if' },
    fields: [
      named,
      ...texts({ Label: 80 }),
      reference('EntityDefinitionId', ['EntityDefinition'], readOnly),
      fieldOf({ name: 'IsFieldHistoryTracked', type: 'boolean', nillable: false, ...readOnly }),
    ],
  }),
];

export const historyObjects: readonly ObjectType[] = [...changes, course, ...definitions];
