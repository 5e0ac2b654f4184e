// Engagements: calls, meetings, mails and notes as the CRM keeps them, read into facts about whom they were with.
import type { Platform } from './connection.ts';
import type { CrmRecord } from './record.ts';
import type { EngagementKind, ObjectType, SignalData } from './signal.ts';
import { engagementKinds } from './signal.ts';

type Reader = {
  /** Where the time stands; the first that is filled. */
  readonly times: readonly string[];
  /** The property that tells who began it, and its values for both ways. */
  readonly direction?: {
    readonly property: string;
    readonly in: readonly string[];
    readonly out: readonly string[];
  };
  readonly outcome?: string;
  /** The property that must be `true` before it counts as having happened. */
  readonly happened?: string;
};

const times = ['hs_timestamp'];
/** A task of Salesforce is only planned until it is closed; it then counts from when that was. */
const salesforceTask: Reader = {
  times: ['CompletedDateTime', 'ActivityDate'],
  outcome: 'Status',
  happened: 'IsClosed',
};
/**
 * HubSpot: facts of its engagement objects; a forwarded mail and one logged by hand were sent by the company. Salesforce
 * keeps all but meetings as tasks, and does not say of a mail who sent it.
 */
const readers: Readonly<Record<Platform, Readonly<Partial<Record<EngagementKind, Reader>>>>> = {
  hubspot: {
    call: {
      times,
      direction: { property: 'hs_call_direction', in: ['INBOUND'], out: ['OUTBOUND'] },
      outcome: 'hs_call_disposition',
    },
    meeting: { times, outcome: 'hs_meeting_outcome' },
    email: {
      times,
      direction: {
        property: 'hs_email_direction',
        in: ['INCOMING_EMAIL'],
        out: ['EMAIL', 'FORWARDED_EMAIL', 'DRAFT_EMAIL'],
      },
      outcome: 'hs_email_status',
    },
    note: { times },
    task: { times, outcome: 'hs_task_status' },
  },
  salesforce: {
    call: {
      ...salesforceTask,
      direction: { property: 'CallType', in: ['Inbound'], out: ['Outbound'] },
      outcome: 'CallDisposition',
    },
    meeting: { times: ['StartDateTime', 'ActivityDateTime', 'ActivityDate'] },
    email: salesforceTask,
    note: salesforceTask,
    task: salesforceTask,
  },
  slack: {},
};

/** Properties to read of each kind of engagement. */
export const engagementProperties: Readonly<
  Record<Platform, Readonly<Partial<Record<ObjectType, readonly string[]>>>>
> = {
  hubspot: propertiesOf('hubspot'),
  salesforce: propertiesOf('salesforce'),
  slack: propertiesOf('slack'),
};

function propertiesOf(platform: Platform): Partial<Record<ObjectType, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(readers[platform]).map(([kind, reader]) => [
      kind,
      [...reader.times, reader.direction?.property, reader.outcome, reader.happened].filter(
        (name) => name !== undefined,
      ),
    ]),
  );
}

export function isEngagementKind(objectType: ObjectType): objectType is EngagementKind {
  return engagementKinds.some((kind) => kind === objectType);
}

/** False for a call or mail that somebody only means to make. */
export function hasHappened(platform: Platform, kind: EngagementKind, record: CrmRecord): boolean {
  const property = readers[platform][kind]?.happened;
  return property === undefined || record.properties[property] === 'true';
}

/** What the engagement says, and when: a meeting that is only planned counts from when it was planned. */
export function readEngagement(
  platform: Platform,
  kind: EngagementKind,
  record: CrmRecord,
): { data: SignalData<'engagement'>; at: Date } {
  const reader = readers[platform][kind];
  const value = (name: string | undefined) => (name === undefined ? null : (record.properties[name] ?? null));
  const stated = reader?.times.map((name) => toDate(value(name))).find((time) => time !== null);
  const at = stated ?? record.createdAt;
  return {
    data: {
      type: kind,
      id: record.id,
      direction: directionOf(reader, value(reader?.direction?.property)),
      outcome: value(reader?.outcome),
    },
    at: at > record.modifiedAt ? record.modifiedAt : at,
  };
}

function directionOf(reader: Reader | undefined, value: string | null): 'in' | 'out' | null {
  if (value === null || reader?.direction === undefined) return null;
  if (reader.direction.in.includes(value)) return 'in';
  return reader.direction.out.includes(value) ? 'out' : null;
}

/** ISO 8601, or milliseconds since 1970 as text. */
function toDate(value: string | null): Date | null {
  if (value === null || value === '') return null;
  const date = new Date(/^\d+$/.test(value) ? Number(value) : value);
  return Number.isNaN(date.getTime()) ? null : date;
}
