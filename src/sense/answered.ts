// What a person said to advice in a record of the CRM, read into a signal: once, whichever way the record came.
import type { KnownRecord } from '#ports/store-sense.ts';
import type { Connection } from './connection.ts';
import type { CrmRecord } from './record.ts';
import {
  answerKey,
  answerKinds,
  type NewSignal,
  type SignalData,
  type SubjectKind,
  signalData,
} from './signal.ts';

/** Properties of such a record, in our own words: the client knows what the platform calls them. */
export const answerProperties = [
  'Advice',
  'Answer',
  'Band',
  'Client_Key',
  'CreatedById',
  'Days',
  'Note',
  'Replaces',
  'Snooze_Days',
] as const;

/** The records that an answer may stand on; the card names the one that it is shown on. */
const shownOn = ['lead', 'contact', 'company', 'deal'] as const satisfies readonly SubjectKind[];
const mostNote = 2_000;
/** What a record says that is no answer to advice, but a word of how a customer stands. */
const wordOfHealth = 'health';
const bands = signalData['health.said'].shape.band.unwrap();
const leastReason = 3;
const mostReason = 500;

/**
 * The signal of an answer that was not told before. One that stands on no record, or says nothing that we know, tells
 * nothing: its record is kept all the same. `people`: names of the account's users by id.
 */
export function tellAnswer(
  from: Pick<Connection, 'id'>,
  before: KnownRecord | undefined,
  record: CrmRecord,
  people: ReadonlyMap<string, string>,
): NewSignal[] {
  const place = placeOf(record.links);
  if (place === null || record.archived) return [];
  if (before !== undefined && placeOf(before.links) !== null) return [];
  const said = (name: string) => record.properties[name]?.trim() || null;
  const id = said('CreatedById');
  const by = id === null ? null : (people.get(id) ?? id);
  const about = {
    // The card makes the key before it saves, so that a second press, or an answer that was lost, is the same answer.
    key: answerKey(from.id, said('Client_Key')?.toLowerCase() ?? record.id),
    origin: from.id,
    ...place,
    occurredAt: record.createdAt,
  };
  const given = said('Answer')?.toLowerCase();
  if (given === wordOfHealth) {
    const word = place.objectType === 'company' ? wordSaid(said, by) : null;
    return word === null ? [] : [{ ...about, kind: 'health.said', data: word }];
  }
  const answer = answerKinds.find((kind) => kind === given);
  if (answer === undefined) return [];
  const days = answer === 'snoozed' ? daysOf(said('Snooze_Days')) : null;
  const note = said('Note')?.slice(0, mostNote) ?? null;
  return [
    { ...about, kind: 'advice.answered', data: { advice: said('Advice') ?? '', answer, days, note, by } },
  ];
}

/** Null where it says less than a person must say: a band, or that the index shall count again, and why. */
function wordSaid(
  said: (name: string) => string | null,
  by: string | null,
): SignalData<'health.said'> | null {
  const wanted = said('Band')?.toLowerCase();
  const band = wanted === 'computed' ? null : bands.safeParse(wanted).data;
  const reason = said('Note')?.slice(0, mostReason) ?? '';
  if (band === undefined || by === null || (band !== null && reason.length < leastReason)) return null;
  return { band, reason, days: Math.min(180, daysOf(said('Days'))), replaces: said('Replaces'), by };
}

function placeOf(links: CrmRecord['links']): { objectType: SubjectKind; externalId: string } | null {
  for (const objectType of shownOn) {
    const [externalId] = links?.[objectType] ?? [];
    if (externalId !== undefined) return { objectType, externalId };
  }
  return null;
}

function daysOf(text: string | null): number {
  const days = Math.round(Number(text ?? 1));
  return Number.isFinite(days) ? Math.min(365, Math.max(1, days)) : 1;
}
