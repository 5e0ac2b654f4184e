// Revloop's package as it is when installed in an org: its fields, its feedback object, its permission sets, its app.
import { type FieldInput, fieldOf } from './field.ts';
import type { Org } from './org.ts';

type Install = {
  /** Of the package; '' where it has none. */
  readonly namespace?: string;
  /** The client ids of the external client apps inside it. */
  readonly clients?: readonly string[];
};

const text = (name: string, length: number): FieldInput => ({ name, type: 'string', length });
const long = (name: string, length: number): FieldInput => ({ name, type: 'textarea', length });
const number = (name: string, precision: number, scale: number): FieldInput => ({
  ...{ name, type: 'double', precision, scale },
});
const choice = (name: string, values: readonly string[]): FieldInput => ({
  ...{ name, type: 'picklist', length: 255, restrictedPicklist: true },
  picklistValues: values.map((value) => ({ value, label: value })),
});

const shared: readonly FieldInput[] = [
  number('Confidence', 3, 2),
  long('Top_Reasons', 4_000),
  text('Next_Action', 255),
  { name: 'Data_As_Of', type: 'datetime' },
  { name: 'Scored_At', type: 'datetime' },
  long('Explanation', 8_192),
];
const person = [
  number('Lead_Score', 3, 0),
  choice('Lead_Grade', ['A', 'B', 'C', 'D']),
  number('Convert_Probability', 4, 3),
];
const scored: Readonly<Record<string, readonly FieldInput[]>> = {
  Lead: [...person, ...shared],
  Contact: [...person, ...shared],
  Opportunity: [number('Win_Probability', 4, 3), ...shared],
  Account: [
    number('Health_Score', 3, 0),
    choice('Health_Band', ['healthy', 'watch', 'at_risk']),
    number('Churn_Probability', 4, 3),
    text('Journey_Stage', 255),
    ...shared,
  ],
};
const feedback: readonly FieldInput[] = [
  ...['Lead', 'Contact', 'Account', 'Opportunity'].map(
    (name): FieldInput => ({ name, type: 'reference', length: 18, referenceTo: [name] }),
  ),
  text('Advice', 36),
  text('Answer', 16),
  number('Snooze_Days', 3, 0),
  long('Note', 2_000),
  { ...text('Client_Key', 36), unique: true, externalId: true },
];

/** Whose changes the package's channel carries. */
export function channelObjects(prefix: string): string[] {
  return [
    ...['Lead', 'Contact', 'Account', 'Opportunity', 'Case', 'Task', 'Event'],
    `${prefix}Revloop_Feedback__c`,
  ];
}

/** Installing again repairs what was removed. */
export function installPackage(org: Org, { namespace = '', clients = [] }: Install = {}): void {
  const { book, setFacts, database } = org.context;
  const prefix = namespace === '' ? '' : `${namespace}__`;
  const named = (input: FieldInput, stem: string): FieldInput => ({
    ...input,
    name: `${prefix}${stem}${input.name}__c`,
    label: input.name.replaceAll('_', ' '),
    package: 'Revloop',
    ...(input.type === 'reference' ? { relationshipName: `${prefix}${stem}${input.name}__r` } : {}),
  });
  database.transaction(() => {
    setFacts({
      packageNamespace: namespace,
      installedClients: [...new Set([...org.facts().installedClients, ...clients])],
    });
    for (const [type, inputs] of Object.entries(scored)) {
      for (const input of inputs) book.defineField(type, named(input, 'Revloop_'));
    }
    const object = `${prefix}Revloop_Feedback__c`;
    if (book.object(object) === undefined) {
      book.defineObject({
        ...{ name: object, label: 'Revloop Feedback', labelPlural: 'Revloop Feedback', package: 'Revloop' },
        fields: [
          fieldOf({
            ...{ name: 'Name', label: 'Feedback Number', type: 'string', length: 80, nameField: true },
            ...{ autoNumber: true, nillable: false, package: 'Revloop' },
          }),
        ],
      });
    }
    for (const input of feedback) book.defineField(object, named(input, ''));
  });
}

/** The fields, the object, its records and the app's tokens go. */
export function uninstallPackage(org: Org, clients: readonly string[] = []): void {
  const { book, database, orgId, facts, setFacts } = org.context;
  database.transaction(() => {
    for (const type of book.objects().filter((one) => one.package === 'Revloop')) {
      database.run('delete from records where org = ? and type = ?', orgId, type.name);
    }
    book.removePackage('Revloop');
    const gone = clients.length > 0 ? clients : facts().installedClients;
    setFacts({
      packageNamespace: undefined,
      installedClients: facts().installedClients.filter((client) => !gone.includes(client)),
    });
    for (const client of gone) {
      database.run('update grants set revoked = 1 where org = ? and client_id = ?', orgId, client);
    }
  });
}
