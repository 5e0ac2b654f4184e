// People's words about customers, as the console, a card and Slack give them: kept once, in the register, for the next turn.
import type { HealthOverride } from '#analyze/health-override.ts';
import { fail } from '#errors.ts';
import type { HealthWords } from '#ports/health-words.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Ports } from '#ports.ts';
import type { Signal } from '#sense/signal.ts';

const dayMs = 86_400_000;
type Rows = Pick<TenantStore, 'health' | 'decisions' | 'subjects'>;
type Word = Omit<HealthOverride, 'id'>;

export function openHealthWords({
  store,
  queue,
  clock,
}: Pick<Ports, 'store' | 'queue' | 'clock'>): HealthWords {
  return {
    async say({ tenant, subject, band, reason, days, who, replaces }) {
      const at = clock.now();
      const until = new Date(at.getTime() + days * dayMs);
      const made = await store.asTenant(tenant, async (rows) => {
        if (!(await isCompany(rows, subject))) return fail('NOT_FOUND', { what: 'such company' });
        const said = await keepWord(rows, { subject, band, reason, who, at, until }, replaces, at);
        if (said === null) return fail('HEALTH_WORD_OTHER');
        await rows.subjects.markDirty([subject], 'health');
        return said;
      });
      await queue.wake({ kind: 'turn', tenant });
      return made;
    },
    async takeBack(tenant, subject, word, who, why) {
      const now = clock.now();
      await store.asTenant(tenant, async (rows) => {
        if (!(await endWord(rows, { subject, word, who, why: why ?? null }, now))) fail('HEALTH_WORD_OTHER');
        await rows.subjects.markDirty([subject], 'health');
      });
      await queue.wake({ kind: 'turn', tenant });
    },
    now: (tenant, subject) =>
      store.asTenant(tenant, async ({ health }) => (await health.overrides([subject]))[0] ?? null),
  };
}

type WordSignal = Extract<Signal, { kind: 'health.said' }>;

/**
 * Words that came as records of a CRM, in the turn that hears of them and before anything is found: what the turn shows
 * knows of them. One of somebody who had not seen what another person said meanwhile does not count, and the register
 * says so; one whose days are over changes nothing.
 */
export async function takeWords(rows: Rows, signals: readonly WordSignal[], now: Date): Promise<void> {
  for (const { subject, occurredAt: at, data } of signals) {
    const { band, reason, days, replaces, by: who } = data;
    if (!(await isCompany(rows, subject))) continue;
    const until = new Date(at.getTime() + days * dayMs);
    if (band !== null && until <= now) continue;
    const [seen] = await rows.health.overrides([subject]);
    const counts =
      band === null
        ? seen !== undefined &&
          seen.id === replaces &&
          (await endWord(rows, { subject, word: seen.id, who, why: reason }, now))
        : (await keepWord(rows, { subject, band, reason, who, at, until }, replaces, now)) !== null;
    if (counts) continue;
    const stays = seen?.band ?? 'computed';
    const body = { health: { from: stays, to: stays }, refused: band ?? 'computed' };
    await rows.decisions.note(
      [{ who, kind: 'override', about: `subject ${subject}`, why: reason, body }],
      now,
    );
  }
}

async function isCompany({ subjects }: Rows, subject: string): Promise<boolean> {
  return (await subjects.kinds([subject])).get(subject) === 'company';
}

/** Null, and nothing is kept, where another word counts than the one that was seen. */
async function keepWord(
  { health, decisions }: Rows,
  word: Word,
  replaces: string | null,
  now: Date,
): Promise<HealthOverride | null> {
  const said = await health.override(word, replaces);
  if (said === null) return null;
  const { who, subject, reason: why, band, until } = word;
  const body = { health: { from: said.ended?.band ?? 'computed', to: band }, until: until.toISOString() };
  await decisions.note([{ who, kind: 'override', about: `subject ${subject}`, why, body }], now);
  return said.made;
}

type Ending = {
  readonly subject: string;
  readonly word: string;
  readonly who: string;
  readonly why: string | null;
};

async function endWord(
  { health, decisions }: Rows,
  { subject, word, who, why }: Ending,
  now: Date,
): Promise<boolean> {
  const ended = await health.withdraw(subject, word, who, now);
  if (ended === null) return false;
  const body = { health: { from: ended.band, to: 'computed' }, ended: 'withdrawn' };
  await decisions.note([{ who, kind: 'override', about: `subject ${subject}`, why, body }], now);
  return true;
}
