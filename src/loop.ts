// One turn of the loop over a batch of dirty subjects of one tenant, told top to bottom.
import { takeAnswers } from '#act/answer-advice.ts';
import { takeWords } from '#act/health-words.ts';
import { planActions } from '#act/plan.ts';
import { adviseOn } from '#advise/advise-on.ts';
import { enterJourneys } from '#advise/journey/enter.ts';
import { analyze } from '#analyze/analyze.ts';
import type { Analyzed } from '#analyze/analyzed.ts';
import { noteOutcomes } from '#learn/note-outcomes.ts';
import type { TenantStore } from '#ports/store.ts';
import type { DirtySubject } from '#ports/store-subjects.ts';
import type { Ports } from '#ports.ts';
import type { TenantId } from '#sense/tenant.ts';
import { bringUpToDate } from '#twin/bring-up-to-date.ts';

/** Most subjects one turn takes; what is left goes to the back of the queue, so that tenants share fairly. */
export const mostSubjects = 500;
/** Most people, deals and tickets of its companies that it takes besides. */
const mostBehind = 2_000;

export type Turn = {
  readonly subjects: number;
  readonly findings: number;
  readonly advice: number;
  readonly actions: number;
  /** More subjects wait, or were marked by this turn. */
  readonly more: boolean;
};

/** `console`: where Revloop's console is, for the cards of records. */
type Needs = Pick<Ports, 'store' | 'queue' | 'clock' | 'log'> & { readonly console?: string };

/**
 * Senses what is new, folds it into twins, analyzes, advises, and puts what is to be done into the outbox: all in one
 * transaction. Only after that is anything done outside, by the workers that it wakes.
 */
export async function turn(ports: Needs, tenant: TenantId): Promise<Turn> {
  const log = ports.log.child({ tenant });
  try {
    return await turnOver(ports, tenant, mostSubjects);
  } catch (error) {
    log.warn({ err: error }, 'a turn failed; its subjects are looked at one by one');
    return turnOneByOne(ports, tenant);
  }
}

async function turnOver(ports: Needs, tenant: TenantId, most: number, only?: DirtySubject): Promise<Turn> {
  const { store, queue, clock, log } = ports;
  const now = clock.now();
  const told = await store.asTenant(tenant, async (rows) => {
    if (!(await rows.subjects.holdTurn())) return null;
    const { settings } = await rows.settings.read();
    const due = only === undefined ? await rows.subjects.dirty(now, most) : [only];
    const dirty = only === undefined ? [...due, ...(await behind(rows, due, now))] : due;

    const { twins, changed, relinked, answers, words } = await bringUpToDate(rows, dirty, settings.identity);
    const answered = await takeAnswers(rows, tenant, answers, now);
    await takeWords(rows, words, now);
    // Half of the first reading tells half-truths: nothing is said before it is through and something was learned.
    const begun = (await rows.weights.live('lead')) !== null;
    const analyzed = begun ? await analyze(rows, twins, settings, now) : [];
    await noteOutcomes(rows, analyzed, now);
    const moved = await adviseOn(rows, analyzed, settings, now);
    const { entered, pulled, stages } = await enterJourneys(rows, { analyzed, settings, now });
    const plan = { analyzed, moved, stages, settings, console: ports.console ?? null, now };
    const { actions, later } = await planActions(rows, plan);

    await rows.outbox.put(actions, now);
    await rows.subjects.clean(dirty);
    await rows.subjects.lookAgain([...later, ...endsOfWords(analyzed)]);
    const near = await concerned(rows, changed, relinked);
    await rows.subjects.markDirty(near, 'neighbour');
    // Advice that woke up by itself: the fields of its record say what is to be done again.
    const woken = moved.map(({ advice }) => advice.subject).filter((subject) => !twins.has(subject));
    await rows.subjects.markDirty(woken, 'woken');
    const elsewhere = answered.subjects.filter((subject) => !twins.has(subject));
    await rows.subjects.markDirty(elsewhere, 'advice answered');
    const wake = [...actions.map(({ connection }) => connection), ...answered.connections];
    const marked = near.length + woken.length + elsewhere.length;
    const full = due.length === most;
    return { dirty, full, analyzed, moved, actions, wake, marked, journeys: entered + pulled };
  });
  if (told === null) {
    await queue.wake({ kind: 'turn', tenant }, waitMs);
    return nothing;
  }

  for (const connection of new Set(told.wake)) await queue.wake({ kind: 'act', tenant, connection });
  if (told.journeys > 0) await queue.wake({ kind: 'journey', tenant });
  const report: Turn = {
    subjects: told.dirty.length,
    findings: told.analyzed.filter(({ finding }) => finding !== null).length,
    advice: told.moved.length,
    actions: told.actions.length,
    more: told.full || told.marked > 0,
  };
  if (report.subjects > 0) log.info({ tenant, ...report }, 'turned');
  return report;
}

/** Another worker has the tenant's turn: it is looked at again after this. */
const waitMs = 500;
const nothing: Turn = { subjects: 0, findings: 0, advice: 0, actions: 0, more: false };

/**
 * A company is what its people do: looked at before what they did is folded, it would seem to have fallen silent, and who
 * waits in a long queue would be alerted about. They come along.
 */
async function behind(
  { subjects }: Pick<TenantStore, 'subjects'>,
  due: readonly DirtySubject[],
  now: Date,
): Promise<DirtySubject[]> {
  const companies = due.flatMap(({ subject, kind }) => (kind === 'company' ? [subject] : []));
  const known = new Set(due.map(({ subject }) => subject));
  return (await subjects.behind(companies, now, mostBehind)).filter(({ subject }) => !known.has(subject));
}

/** A person's word about a customer counts until a moment: then the customer is looked at again. */
function endsOfWords(analyzed: readonly Analyzed[]): { readonly subject: string; readonly at: Date }[] {
  return analyzed.flatMap(({ circle: { subject }, finding }) =>
    finding?.override === undefined ? [] : [{ subject, at: new Date(finding.override.until) }],
  );
}

/** Whose findings hang on what changed: neighbours that came or went, and companies, people and deals nearby. */
async function concerned(
  rows: Pick<TenantStore, 'twins'>,
  changed: readonly string[],
  relinked: readonly string[],
): Promise<string[]> {
  const own = new Set(changed);
  const near = (await rows.twins.around(changed))
    .filter(({ kind }) => kind !== 'ticket')
    .map(({ linked }) => linked);
  return [...new Set([...relinked, ...near])].filter((subject) => !own.has(subject));
}

const mostTries = 5;

/** After a failed turn: the subject that cannot be turned waits, longer each time, and holds up nobody else. */
async function turnOneByOne(ports: Needs, tenant: TenantId): Promise<Turn> {
  const { store, clock, log } = ports;
  const dirty = await store.asTenant(tenant, (rows) => rows.subjects.dirty(clock.now(), mostSubjects));
  let sum = nothing;
  for (const one of dirty) {
    try {
      const report = await turnOver(ports, tenant, 1, one);
      sum = add(sum, report);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      const minutes = 2 ** Math.min(one.attempts, mostTries);
      await store.asTenant(tenant, (rows) =>
        rows.subjects.postpone(one.subject, new Date(clock.now().getTime() + minutes * 60_000), problem),
      );
      log.error(
        { tenant, subject: one.subject, attempts: one.attempts + 1, err: error },
        'a subject cannot be turned',
      );
    }
  }
  return { ...sum, more: dirty.length === mostSubjects };
}

function add(a: Turn, b: Turn): Turn {
  return {
    subjects: a.subjects + b.subjects,
    findings: a.findings + b.findings,
    advice: a.advice + b.advice,
    actions: a.actions + b.actions,
    more: a.more || b.more,
  };
}
