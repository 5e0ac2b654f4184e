// The tables as Kysely sees them; the migrations are the truth.
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/** timestamptz: comes as Date, may be written as Date or ISO text. */
type Time = ColumnType<Date, Date | string, Date | string>;
type MaybeTime = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
type GeneratedTime = ColumnType<Date, Date | string | undefined, Date | string>;
/** bigint: comes as text. */
type Big = ColumnType<string, string | number, string | number>;
type GeneratedBig = ColumnType<string, string | number | undefined, string | number>;
type Json = JSONColumnType<object>;
type MaybeJson = JSONColumnType<object | null>;

type Of<Columns> = { tenant_id: string } & Columns;

export type Database = {
  tenant: { id: string; name: string; settings: Json; created_at: GeneratedTime };
  connection: Of<{
    id: string;
    platform: string;
    external_id: string;
    state: Generated<string>;
    reason: string | null;
    account: Json;
    scopes: string[];
    key_id: string | null;
    sealed: Buffer | null;
    token_expires_at: MaybeTime;
    connected_at: GeneratedTime;
  }>;
  event_source: Of<{
    id: string;
    name: string;
    write_key_hash: Buffer;
    created_at: GeneratedTime;
    last_seen_at: MaybeTime;
  }>;
  access_key: Of<{
    hash: Buffer;
    kind: string;
    who: string;
    created_at: GeneratedTime;
    expires_at: MaybeTime;
    used_at: MaybeTime;
  }>;
  install: {
    state_hash: Buffer;
    browser_hash: Buffer;
    platform: string;
    tenant_id: string | null;
    verifier: string | null;
    login_url: string | null;
    expires_at: Time;
  };
  delivery: Of<{
    id: GeneratedBig;
    source: string;
    origin: string;
    headers: Json;
    body: Buffer;
    received_at: GeneratedTime;
    state: Generated<string>;
    attempts: Generated<number>;
    problem: string | null;
  }>;
  subject: Of<{ id: Big; kind: string; made_at: GeneratedTime }>;
  subject_ref: Of<{
    origin: string;
    object_type: string;
    external_id: string;
    subject_id: Big;
    why: Generated<string>;
    gone: Generated<boolean>;
    ref_id: GeneratedBig;
  }>;
  usage_feature: Of<{ ref_id: Big; name: string; day: Time; events: number; first_at: Time; last_at: Time }>;
  usage_user: Of<{ ref_id: Big; usr: string; month: Time; events: number; days: number }>;
  signal: Of<{
    id: GeneratedBig;
    subject_id: Big;
    key: string;
    kind: string;
    origin: string;
    object_type: string;
    external_id: string;
    occurred_at: Time;
    data: Json;
    folded: Generated<boolean>;
    superseded: Generated<boolean>;
    kept_at: GeneratedTime;
  }>;
  dirty: Of<{
    subject_id: Big;
    mark: GeneratedBig;
    reason: string;
    due_at: GeneratedTime;
    attempts: Generated<number>;
    problem: string | null;
  }>;
  reread: Of<{
    connection_id: string;
    object_type: string;
    external_id: string;
    mark: GeneratedBig;
    due_at: Time;
    attempts: Generated<number>;
    links: Generated<boolean>;
  }>;
  identity_claim: Of<{ value: string; subject_id: Big; object_type: string }>;
  record: Of<{
    connection_id: string;
    object_type: string;
    external_id: string;
    properties: Json;
    links: Json;
    created_at: Time;
    modified_at: Time;
    archived: Generated<boolean>;
    read_at: GeneratedTime;
    merged_ids: Generated<string[]>;
    said_at: Time;
  }>;
  sync: Of<{
    connection_id: string;
    object_type: string;
    phase: string;
    cursor: Json;
    state: Generated<string>;
    seen: GeneratedBig;
    total: ColumnType<string | null, number | string | null | undefined, number | string | null>;
    started_at: MaybeTime;
    moved_at: MaybeTime;
    problem: string | null;
  }>;
  feed: Of<{
    connection_id: string;
    position: string | null;
    begin_at: Generated<string>;
    state: Generated<string>;
    since: GeneratedTime;
    code: string | null;
    problem: string | null;
    owner: string | null;
    held_until: GeneratedTime;
    due_at: GeneratedTime;
    tried_at: GeneratedTime;
  }>;
  portal_fact: Of<{ connection_id: string; name: string; body: Json; read_at: Time }>;
  ledger: Of<{
    connection_id: string;
    object_type: string;
    external_id: string;
    property: string;
    value_hash: Buffer;
    written_at: Time;
  }>;
  twin: Of<{
    subject_id: Big;
    kind: string;
    body: Json;
    refold: Generated<boolean>;
    folded_at: GeneratedTime;
  }>;
  link: Of<{ from_subject: Big; to_subject: Big }>;
  finding: Of<{
    subject_id: Big;
    kind: string;
    score: number | null;
    band: string | null;
    probability: number | null;
    body: Json;
    found_at: Time;
    before: MaybeJson;
  }>;
  finding_history: Of<{
    subject_id: Big;
    kind: string;
    at: Time;
    score: number | null;
    band: string | null;
    probability: number | null;
    weights_version: number | null;
  }>;
  advice: Of<{
    id: string;
    subject_id: Big;
    situation: string;
    body: Json;
    state: Generated<string>;
    created_at: Time;
    updated_at: Time;
    snoozed_until: MaybeTime;
    answered_by: string | null;
  }>;
  action: Of<{
    id: GeneratedBig;
    key: string;
    kind: string;
    connection_id: string;
    subject_id: Big;
    object_type: string | null;
    external_id: string | null;
    payload: Json;
    state: Generated<string>;
    attempts: Generated<number>;
    due_at: Time;
    created_at: Time;
    done_at: MaybeTime;
    code: string | null;
    problem: string | null;
    response: MaybeJson;
    mark: GeneratedBig;
  }>;
  written: Of<{ connection_id: string; object_type: string; external_id: string; properties: Json }>;
  notice: Of<{
    advice_id: string;
    connection_id: string;
    channel: string;
    ts: string;
    hash: string;
    told: Json;
    sent_at: Time;
  }>;
  outcome: Of<{
    id: GeneratedBig;
    key: string;
    subject_id: Big;
    advice_id: string | null;
    kind: string;
    via: string;
    said_by: string | null;
    at: Time;
    note: string | null;
  }>;
  weights: Of<{
    target: string;
    version: number;
    body: Json;
    report: Json;
    state: string;
    trained_at: Time;
    promoted_by: string | null;
  }>;
  rule: RuleTable;
  rule_look: Of<{ kind: string; looked_at: Time }>;
  allowance: Of<{ connection_id: string; bucket: string; state: Json }>;
};

type RuleTable = Of<{ id: string; version: number; body: Json; tree_version: number; state: string } & Made>;
type Made = { made_at: Time; made_by: string | null; state_at: Time; state_by: string | null };
