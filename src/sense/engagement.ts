// Engagements: calls, meetings, mails and notes as the CRM keeps them, read into facts about whom they were with.
import type { Platform } from './connection.ts';
import type { CrmRecord } from './record.ts';
import type { EngagementKind, ObjectType, SignalData } from './signal.ts';
import { engagementKinds } from './signal.ts';

type Reader = {
  readonly time: string;
  /** The property that tells who began it, and its values for both ways. */
  readonly direction?: {
    readonly property: string;
    readonly in: readonly string[];
    readonly out: readonly string[];
  };
  readonly outcome?: string;
};

const time = 'hs_timestamp';
/** HubSpot: facts of its engagement objects; a forwarded mail and one logged by hand were sent by the company. */
const readers: Readonly<Record<Platform, Readonly<Partial<Record<EngagementKind, Reader>>>>> = {
  hubspot: {
    call: {
      time,
      direction: { property: 'hs_call_direction', in: ['INBOUND'], out: ['OUTBOUND'] },
      outcome: 'hs_call_disposition',
    },
    meeting: { time, outcome: 'hs_meeting_outcome' },
    email: {
      time,
      direction: {
        property: 'hs_email_direction',
        in: ['INCOMING_EMAIL'],
        out: ['EMAIL', 'FORWARDED_EMAIL', 'DRAFT_EMAIL'],
      },
      outcome: 'hs_email_status',
    },
    note: { time },
    task: { time, outcome: 'hs_task_status' },
  },
  salesforce: {},
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
      [reader.time, reader.direction?.property, reader.outcome].filter((name) => name !== undefined),
    ]),
  );
}

export function isEngagementKind(objectType: ObjectType): objectType is EngagementKind {
  return engagementKinds.some((kind) => kind === objectType);
}

/** What the engagement says, and when: a meeting that is only planned counts from when it was planned. */
export function readEngagement(
  platform: Platform,
  kind: EngagementKind,
  record: CrmRecord,
): { data: SignalData<'engagement'>; at: Date } {
  const reader = readers[platform][kind];
  const value = (name: string | undefined) => (name === undefined ? null : (record.properties[name] ?? null));
  const stated = toDate(value(reader?.time)) ?? record.createdAt;
  return {
    data: {
      type: kind,
      id: record.id,
      direction: directionOf(reader, value(reader?.direction?.property)),
      outcome: value(reader?.outcome),
    },
    at: stated > record.modifiedAt ? record.modifiedAt : stated,
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
