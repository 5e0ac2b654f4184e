// The records every org begins with: itself, its stages and statuses; and the record of each user and queue.

import { closedCaseStatuses } from './derived-values.ts';
import type { OrgContext } from './org-context.ts';
import { saveRecord, type Values } from './record.ts';
import { stages } from './sales-objects.ts';
import { stampOf } from './stamp.ts';
import type { User } from './user.ts';

const editions = {
  Enterprise: 'Enterprise Edition',
  Professional: 'Professional Edition',
  Unlimited: 'Unlimited Edition',
  Performance: 'Performance Edition',
  Developer: 'Developer Edition',
} as const;

/** Keeps a record of a setup object, with an id of its own where none is given. Returns the id. */
export function saveSetup(context: OrgContext, typeName: string, values: Values, given?: string): string {
  const type = context.book.object(typeName);
  if (type === undefined) throw new Error(`There is no object ${typeName}`);
  const id = given ?? context.nextId(type.keyPrefix);
  const stamp = stampOf(context.now());
  const by = context.users.list()[0]?.id ?? id;
  const audit = {
    ...{ CreatedDate: stamp, LastModifiedDate: stamp, SystemModstamp: stamp },
    ...{ CreatedById: by, LastModifiedById: by },
  };
  saveRecord(context, type, {
    ...{ type: type.name, id, deleted: false },
    values: { Id: id, IsDeleted: false, ...audit, ...values },
  });
  return id;
}

export function saveUserRecord(context: OrgContext, user: User): void {
  const values = {
    Username: user.username,
    LastName: user.lastName,
    FirstName: user.firstName,
    Name: [user.firstName, user.lastName].filter(Boolean).join(' '),
    Email: user.email,
    IsActive: user.active,
    UserType: 'Standard',
    TimeZoneSidKey: context.facts().timeZone,
    LocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    Alias: user.lastName.slice(0, 8).toLowerCase(),
  };
  saveSetup(context, 'User', values, user.id);
}

/** What only a new org needs. */
export function foundOrg(context: OrgContext): void {
  const facts = context.facts();
  const organization = {
    ...{ Name: facts.name, TimeZoneSidKey: facts.timeZone, InstanceName: 'USA1', IsSandbox: facts.sandbox },
    ...{
      OrganizationType: editions[facts.edition],
      DefaultLocaleSidKey: 'en_US',
      LanguageLocaleKey: 'en_US',
    },
  };
  saveSetup(context, 'Organization', organization, facts.orgId);
  for (const [index, stage] of stages.entries()) {
    saveSetup(context, 'OpportunityStage', {
      ...{ MasterLabel: stage.name, ApiName: stage.name, SortOrder: index + 1, IsActive: true },
      ...{ IsClosed: stage.closed, IsWon: stage.won, DefaultProbability: stage.probability },
      ForecastCategoryName: stage.won ? 'Closed' : stage.closed ? 'Omitted' : 'Pipeline',
    });
  }
  if (facts.multiCurrency) {
    for (const [code, rate] of Object.entries({ USD: 1, EUR: 0.9, GBP: 0.8, JPY: 150 })) {
      const corporate = code === facts.currency;
      const values = {
        IsoCode: code,
        ConversionRate: rate,
        DecimalPlaces: 2,
        IsActive: true,
        IsCorporate: corporate,
      };
      saveSetup(context, 'CurrencyType', values);
    }
  }
  saveStatuses(context, 'CaseStatus', 'Case', (value) => ({ IsClosed: closedCaseStatuses.has(value) }));
  saveStatuses(context, 'TaskStatus', 'Task', (value) => ({ IsClosed: value === 'Completed' }));
  saveStatuses(context, 'LeadStatus', 'Lead', (value) => ({ IsConverted: value === 'Closed - Converted' }));
}

function saveStatuses(context: OrgContext, name: string, of: string, more: (value: string) => Values): void {
  const type = context.book.object(of);
  const field = type && context.book.field(type, 'Status');
  for (const [index, option] of (field?.picklistValues ?? []).entries()) {
    saveSetup(context, name, {
      ...{ MasterLabel: option.label, ApiName: option.value, SortOrder: index + 1 },
      ...{ IsDefault: option.defaultValue, ...more(option.value) },
    });
  }
}
