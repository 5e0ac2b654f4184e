// What stages need of a CRM, in words that fit every platform.
import type { Account } from '#sense/connection.ts';
import type { CrmRecord, Owner, PastState, Pipeline, PropertyDefinition } from '#sense/record.ts';
import type { ObjectType, SubjectKind } from '#sense/signal.ts';

/**
 * `total`: how many match in all, where the platform says it. `waitMs`: the platform is still preparing the page; ask
 * again with `next` after this.
 */
export type CrmPage = {
  readonly records: readonly CrmRecord[];
  readonly next: string | null;
  readonly total?: number;
  readonly waitMs?: number;
};

/** What the connected user may see of one type, for the admin: hidden fields and rows vanish without an error. */
export type AccessReport = {
  readonly objectType: ObjectType;
  /** The platform's own name of the type. */
  readonly name: string;
  readonly readable: boolean;
  /** Whether every row is seen, whoever owns it; null where the platform does not say. */
  readonly seesAll: boolean | null;
  /** Fields of ours that cannot be written, and fields we follow that cannot be read. */
  readonly hidden: readonly string[];
  /** What the admin has to do; null where nothing is missing. */
  readonly problem: string | null;
};

/** Requests of the account's own allowance, which all its integrations share. */
export type ApiUsage = { readonly used: number; readonly limit: number; readonly at: Date };

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
/** What happened to each of our fields: a conflict, and a field that only our package can bring, need the admin. */
export type FieldReport = {
  readonly objectType: SubjectKind;
  readonly name: string;
  readonly state: 'made' | 'there' | 'restored' | 'conflict' | 'missing';
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
  /** Most records that one call of `read` and of `write` takes. */
  readonly most: { readonly read: number; readonly write: number };
  account(): Promise<{ externalId: string; account: Account }>;
  properties(objectType: ObjectType): Promise<PropertyDefinition[]>;
  provision(fields: readonly FieldDefinition[]): Promise<FieldReport[]>;
  /** A page of live (or archived) records, every record once over all pages, with ids they are linked to. */
  list(
    objectType: ObjectType,
    input: {
      after: string | null;
      properties: readonly string[];
      linksTo: readonly SubjectKind[];
      archived?: boolean;
    },
  ): Promise<CrmPage>;
  /** Records changed in [since, until] with an id greater than `afterId`, in id order. Links only where they come for nothing. */
  changed(
    objectType: ObjectType,
    input: { since: Date; until: Date; afterId: string | null; properties: readonly string[] },
  ): Promise<CrmPage>;
  read(
    objectType: ObjectType,
    ids: readonly string[],
    properties: readonly string[],
  ): Promise<{ records: CrmRecord[]; missing: string[] }>;
  /**
   * What these records were before, oldest first, as far as the CRM keeps a history: a property that no state names was
   * never filled in, or nobody kept its past. Records that are gone, or that have no history, are absent.
   */
  past(
    objectType: ObjectType,
    records: readonly CrmRecord[],
    properties: readonly string[],
  ): Promise<Map<string, readonly PastState[]>>;
  links(
    objectType: ObjectType,
    ids: readonly string[],
    to: SubjectKind,
  ): Promise<Map<string, readonly string[]>>;
  /** At most `most.write` records, each once. */
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
  /** What the connected user may see and write, type by type. */
  access(): Promise<AccessReport[]>;
  /** Null where the platform has no such allowance, or said nothing of it yet. */
  usage(): Promise<ApiUsage | null>;
  /** Tells the platform to remove our app from the account, and revokes the tokens. */
  uninstall(): Promise<void>;
};
