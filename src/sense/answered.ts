// What a person said to advice in a record of the CRM, read into a signal: once, whichever way the record came.
import type { KnownRecord } from '#ports/store-sense.ts';
import type { Connection } from './connection.ts';
import type { CrmRecord } from './record.ts';
import { answerKey, answerKinds, type NewSignal, type SubjectKind } from './signal.ts';

/** Properties of such a record, in our own words: the client knows what the platform calls them. */
export const answerProperties = [
  'Advice',
  'Answer',
  'Client_Key',
  'CreatedById',
  'Note',
  'Snooze_Days',
] as const;

/** The records that an answer may stand on; the card names the one that it is shown on. */
const shownOn = ['lead', 'contact', 'company', 'deal'] as const satisfies readonly SubjectKind[];
const mostNote = 2_000;

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
  const answer = answerKinds.find((kind) => kind === record.properties['Answer']?.trim().toLowerCase());
  if (place === null || answer === undefined || record.archived) return [];
  if (before !== undefined && placeOf(before.links) !== null) return [];
  const said = (name: string) => record.properties[name]?.trim() || null;
  const by = said('CreatedById');
  return [
    {
      // The card makes the key before it saves, so that a second press, or an answer that was lost, is the same answer.
      key: answerKey(from.id, said('Client_Key')?.toLowerCase() ?? record.id),
      origin: from.id,
      ...place,
      occurredAt: record.createdAt,
      kind: 'advice.answered',
      data: {
        advice: said('Advice') ?? '',
        answer,
        days: answer === 'snoozed' ? daysOf(said('Snooze_Days')) : null,
        note: said('Note')?.slice(0, mostNote) ?? null,
        by: by === null ? null : (people.get(by) ?? by),
      },
    },
  ];
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
