// People, queues, the organization and the tables of stages and statuses: what an admin sets up.
import { fieldOf, fields, picklist, readOnly, reference, texts } from './field.ts';
import { type ObjectInput, type ObjectType, objectOf, personNameFields } from './object-type.ts';

const told = { ...readOnly, nillable: false } as const;
const fixed = { owned: false, setup: true, createable: false, updateable: false, deletable: false } as const;
const setup = (input: ObjectInput): ObjectType => objectOf({ ...fixed, ...input });

const user = setup({
  ...{ name: 'User', keyPrefix: '005' },
  fields: [
    ...texts({ Username: 80, CompanyName: 80, Division: 80, Department: 80, Title: 80, Alias: 8 }),
    ...personNameFields(),
    ...texts({ Email: 128 }, 'email'),
    fieldOf({ name: 'IsActive', label: 'Active', type: 'boolean', ...told }),
    picklist('UserType', ['Standard', 'CsnOnly', 'AutomatedProcess', 'CloudIntegrationUser'], told),
    ...texts({ TimeZoneSidKey: 40, LocaleSidKey: 40, LanguageLocaleKey: 40, EmailEncodingKey: 40 }),
    reference('ProfileId', ['Profile'], readOnly),
    reference('ManagerId', ['User']),
    fieldOf({ name: 'LastLoginDate', type: 'datetime', ...readOnly }),
  ],
});

const group = setup({
  ...{ name: 'Group', keyPrefix: '00G' },
  fields: [
    fieldOf({ name: 'Name', type: 'string', length: 40, nillable: false, nameField: true }),
    ...texts({ DeveloperName: 80, Email: 255 }),
    picklist('Type', ['Regular', 'Role', 'Queue', 'Organization'], told),
  ],
});

const queueObject = setup({
  ...{ name: 'QueueSobject', label: 'Queue Object', keyPrefix: '03g' },
  fields: [reference('QueueId', ['Group']), ...texts({ SobjectType: 40 })],
});

const organization = setup({
  ...{ name: 'Organization', keyPrefix: '00D' },
  fields: [
    fieldOf({ name: 'Name', type: 'string', length: 80, nillable: false, nameField: true }),
    ...texts({
      TimeZoneSidKey: 40,
      LanguageLocaleKey: 40,
      DefaultLocaleSidKey: 40,
      InstanceName: 5,
      NamespacePrefix: 15,
    }),
    ...texts({ OrganizationType: 40 }),
    fieldOf({ name: 'IsSandbox', label: 'Is Sandbox', type: 'boolean', ...told }),
  ],
});

const recordType = setup({
  ...{ name: 'RecordType', label: 'Record Type', keyPrefix: '012' },
  fields: [
    fieldOf({ name: 'Name', type: 'string', length: 80, nillable: false, nameField: true }),
    ...texts({ DeveloperName: 80, SobjectType: 40 }),
    fieldOf({ name: 'IsActive', label: 'Active', type: 'boolean', ...told }),
  ],
});

const status = [
  ...texts({ MasterLabel: 255, ApiName: 255 }),
  fieldOf({ name: 'SortOrder', type: 'int', precision: 8 }),
  fieldOf({ name: 'IsDefault', label: 'Is Default', type: 'boolean', ...told }),
];
const isClosed = fieldOf({ name: 'IsClosed', label: 'Closed', type: 'boolean', ...told });

const opportunityStage = setup({
  ...{ name: 'OpportunityStage', label: 'Opportunity Stage', keyPrefix: '01J' },
  fields: [
    ...status.filter((field) => field.name !== 'IsDefault'),
    ...fields('boolean', ['IsActive', 'IsClosed', 'IsWon'], told),
    fieldOf({ name: 'DefaultProbability', type: 'percent', precision: 3 }),
    ...texts({ ForecastCategoryName: 40 }),
  ],
});
const caseStatus = setup({
  ...{ name: 'CaseStatus', label: 'Case Status Value', keyPrefix: '01K' },
  fields: [...status, isClosed],
});
const taskStatus = setup({
  ...{ name: 'TaskStatus', label: 'Task Status Value', keyPrefix: '01L' },
  fields: [...status, isClosed],
});
const leadStatus = setup({
  ...{ name: 'LeadStatus', label: 'Lead Status Value', keyPrefix: '01M' },
  fields: [...status, fieldOf({ name: 'IsConverted', label: 'Converted', type: 'boolean', ...told })],
});

const currencyType = setup({
  ...{ name: 'CurrencyType', label: 'Currency Type', keyPrefix: '01N' },
  fields: [
    ...texts({ IsoCode: 3 }),
    fieldOf({ name: 'ConversionRate', type: 'double', precision: 18, scale: 6 }),
    fieldOf({ name: 'DecimalPlaces', type: 'int', precision: 8 }),
    ...fields('boolean', ['IsActive', 'IsCorporate'], told),
  ],
});

export const setupObjects: readonly ObjectType[] = [
  currencyType,
  ...[
    user,
    group,
    queueObject,
    organization,
    recordType,
    opportunityStage,
    caseStatus,
    taskStatus,
    leadStatus,
  ],
];
