// What stages need of a CRM, in words that fit every platform.
import type { Account } from '#sense/connection.ts';
import type { CrmRecord, Owner, Pipeline, PropertyDefinition } from '#sense/record.ts';
import type { ObjectType, SubjectKind } from '#sense/signal.ts';

/** `total`: how many match in all, where the platform says it. */
export type CrmPage = {
  readonly records: readonly CrmRecord[];
  readonly next: string | null;
  readonly total?: number;
};

/** How one record of a batch write ended. `again`: not this record's fault, try later. */
export type WriteResult =
  | { readonly id: string; readonly ok: true }
  | {
      readonly id: string;
      readonly ok: false;
      readonly code: string;
      readonly problem: string;
      readonly again: boolean;
    };

export type FieldDefinition = {
  readonly objectType: SubjectKind;
  readonly name: string;
  readonly label: string;
  readonly type: 'number' | 'string' | 'text' | 'datetime' | 'enumeration';
  readonly options?: readonly { readonly value: string; readonly label: string }[];
};
/** What happened to each of our fields: a conflict needs the admin. */
export type FieldReport = {
  readonly objectType: SubjectKind;
  readonly name: string;
  readonly state: 'made' | 'there' | 'restored' | 'conflict';
  readonly problem: string | null;
};

export type CrmTask = {
  readonly objectType: SubjectKind;
  readonly externalId: string;
  readonly subject: string;
  readonly body: string;
  readonly dueAt: Date;
  readonly ownerId: string | null;
};

/**
 * One connected CRM account. Every call waits for the account's shared limiter and refreshes its token; errors are
 * of the catalogue: CRM_REVOKED, CRM_MISCONFIGURED, CRM_SCOPE (with the scope), CRM_LIMIT (with waitMs), CRM_BUSY
 * (retry later, with waitMs), CRM_REFUSED (with the platform's words).
 */
export type Crm = {
  account(): Promise<{ externalId: string; account: Account }>;
  properties(objectType: ObjectType): Promise<PropertyDefinition[]>;
  provision(fields: readonly FieldDefinition[]): Promise<FieldReport[]>;
  /** A page of at most 100 live (or archived) records in id order, with ids they are linked to. */
  list(
    objectType: ObjectType,
    input: {
      after: string | null;
      properties: readonly string[];
      linksTo: readonly SubjectKind[];
      archived?: boolean;
    },
  ): Promise<CrmPage>;
  /** Records changed in [since, until] with an id greater than `afterId`, in id order. No links. */
  changed(
    objectType: ObjectType,
    input: { since: Date; until: Date; afterId: string | null; properties: readonly string[] },
  ): Promise<CrmPage>;
  read(
    objectType: ObjectType,
    ids: readonly string[],
    properties: readonly string[],
  ): Promise<{ records: CrmRecord[]; missing: string[] }>;
  links(
    objectType: ObjectType,
    ids: readonly string[],
    to: SubjectKind,
  ): Promise<Map<string, readonly string[]>>;
  /** At most 100 records, each once. */
  write(
    objectType: SubjectKind,
    rows: readonly { id: string; properties: Readonly<Record<string, string>> }[],
  ): Promise<WriteResult[]>;
  /** Returns the id of the task. */
  createTask(task: CrmTask): Promise<string>;
  /** Id of the record's task whose body contains `mark`, or null. By its links, not by search: search lags. */
  findTask(objectType: SubjectKind, externalId: string, mark: string): Promise<string | null>;
  owners(): Promise<Owner[]>;
  pipelines(objectType: 'deal' | 'ticket'): Promise<Pipeline[]>;
  recordUrl(objectType: SubjectKind, externalId: string): string;
  /** Tells the platform to remove our app from the account, and revokes the tokens. */
  uninstall(): Promise<void>;
};
