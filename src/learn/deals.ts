// What there is to be learned of deals: pictures of each over its open life, whether it was won in the end, and how long it took.
import { hash } from 'node:crypto';
import { type Circle, isGone } from '#analyze/circle.ts';
import { dealFacts } from '#analyze/deal-facts.ts';
import { companyOf, dealScenes } from '#analyze/deal-look.ts';
import { dealSources } from '#analyze/deal-sources.ts';
import { pastProperties } from '#analyze/field/draw-timeline.ts';
import { homeOf } from '#analyze/places.ts';
import { dealClosedAt, dealStanding } from '#analyze/standing.ts';
import type { RawValues } from '#analyze/table.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Signal } from '#sense/signal.ts';
import type { OutcomeRules } from '#sense/tenant.ts';
import { namesOf, said } from '#sense/vocabulary.ts';
import type { Twin } from '#twin/twin.ts';
import { circlePages } from './circle-pages.ts';
import { circlesAsOf } from './circles-as-of.ts';
import { type ClosedRecord, newestRecords } from './closed-records.ts';
import type { Picture as OpenPicture } from './drift.ts';
import type { Lesson, Told } from './lesson.ts';
import { paceOf, type Spell } from './pace-of.ts';
import { sliceValues } from './slice-values.ts';

const day = 86_400_000;
/** A picture every so many days of a deal's open life, from a day on that its own id chooses: as many as of those open today. */
const stepDays = 14;
/** Of a deal that lay about for years only so many, evenly. */
const mostPictures = 12;

export const deals: Lesson = {
  target: 'deal',
  kinds: ['deal'],
  /** In measured B2B data three of ten deals are won; twenty of a tenant's own outweigh this guess. */
  prior: { rate: 0.3, weight: 20 },
  async sources(definitions, settings) {
    const of = async (kind: 'deal' | 'company') => [
      ...(await definitions('hubspot', kind)),
      ...(await definitions('salesforce', kind)),
    ];
    const all = { deal: await of('deal'), company: await of('company') };
    return dealSources(all, settings.outcomes, settings.leftOutFeatures);
  },
  async closed(ports, tenant, told) {
    let closed: ClosedRecord[] = [];
    const ends = new Map<string, string>();
    const onTheWay = new Set<string>();
    for await (const circles of circlePages(ports, tenant, 'deal')) {
      for (const { subject, twin } of circles) {
        const stage = said(twin.properties, 'stage') ?? '';
        if (dealStanding(twin, told.settings.outcomes).is === 'open') onTheWay.add(stage);
        else ends.set(subject, stage);
      }
      const now = ports.clock.now().getTime();
      const pictures = circles.flatMap((circle) => picturesOf(circle, told.settings.outcomes, now));
      if (pictures.length === 0) continue;
      const records = await ports.store.asTenant(tenant, (rows) => recordsOf(rows, pictures, told));
      closed = newestRecords([...closed, ...records]);
    }
    // It had ended by then, whatever its close date says: where no open deal stands, none is foretold.
    return closed.filter(({ group = '', values }) => {
      const end = ends.get(group);
      return end === undefined || values['deal_stage'] !== end || onTheWay.has(end);
    });
  },
  async open(ports, tenant, told, most) {
    const pictures: OpenPicture[] = [];
    for await (const circles of circlePages(ports, tenant, 'deal')) {
      const at = ports.clock.now().getTime();
      const open = circles
        .filter(({ twin }) => !isGone(twin) && dealStanding(twin, told.settings.outcomes).is === 'open')
        .map(({ subject }) => ({ subject, at, closedAt: at, won: false }));
      const records = await ports.store.asTenant(tenant, (rows) => recordsOf(rows, open, told));
      pictures.push(...records.map(({ group = '', values }) => ({ subject: group, at, values })));
      if (pictures.length >= most) return pictures.slice(0, most);
    }
    return pictures;
  },
  async more(ports, tenant, told) {
    const spells: Spell[] = [];
    for await (const circles of circlePages(ports, tenant, 'deal')) {
      const now = ports.clock.now().getTime();
      const state = await ports.store.asTenant(tenant, ({ history }) =>
        history.state(circles.map(({ subject }) => subject)),
      );
      const past = Map.groupBy(state, ({ subject }) => subject);
      for (const { subject, twin } of circles)
        spells.push(...spellsOf(twin, past.get(subject) ?? [], told.settings.outcomes, now));
    }
    return { pace: paceOf(spells) };
  },
};

type Picture = {
  readonly subject: string;
  readonly at: number;
  readonly closedAt: number;
  readonly won: boolean;
};

/** When a deal was opened and ended; null where nobody says. */
function lifeOf(twin: Twin, rules: OutcomeRules, now: number) {
  const { is, since } = dealStanding(twin, rules);
  const opened = twin.createdAt === null ? Number.NaN : Date.parse(twin.createdAt);
  const closed = is === 'open' ? now : dealClosedAt(twin, since);
  const ended = closed === null ? Number.NaN : Math.min(now, closed);
  return Number.isNaN(opened) || Number.isNaN(ended) ? null : { is, opened, ended };
}

function picturesOf({ subject, twin }: Circle, rules: OutcomeRules, now: number): Picture[] {
  const life = lifeOf(twin, rules, now);
  if (life === null || life.is === 'open' || twin.erased) return [];
  const { is, opened, ended } = life;
  const step = stepDays * day;
  const first = opened + (hash('sha256', subject, 'buffer').readUInt32BE() / 2 ** 32) * step;
  const count = Math.max(0, Math.ceil((ended - first) / step));
  const every = Math.max(1, Math.ceil(count / mostPictures));
  return Array.from({ length: count }, (_, nr) => nr)
    .filter((nr) => nr % every === 0)
    .map((nr) => ({ subject, at: midnightAfter(first + nr * step), closedAt: ended, won: is === 'won' }))
    .filter(({ at }) => at < ended);
}

/** The beginning of a UTC day: the past is kept by days, and asked for by them costs little. */
function midnightAfter(at: number): number {
  return Math.ceil(at / day) * day;
}

async function recordsOf(
  rows: Pick<TenantStore, 'history'>,
  pictures: readonly Picture[],
  { settings, sources, origins }: Told,
): Promise<ClosedRecord[]> {
  const circles = await circlesAsOf(rows, pictures, ['contact', 'company']);
  const all = [...new Set(circles.map(({ subject }) => subject))];
  const state = Map.groupBy(await rows.history.state(all), ({ subject }) => subject);
  const wanted = circles.flatMap((circle) => {
    const company = companyOf(circle);
    return company === undefined ? [] : [{ subject: company, at: circle.at }];
  });
  const companies = Map.groupBy(await circlesAsOf(rows, wanted, ['contact', 'ticket']), ({ at }) => at);
  const ends = new Map(pictures.map((one) => [`${one.subject} ${one.at}`, one]));
  return circles.flatMap((circle): ClosedRecord[] => {
    const { subject, at } = circle;
    const scene = dealScenes([circle], state.get(subject) ?? [], companies.get(at) ?? []).get(subject);
    const end = ends.get(`${subject} ${at}`);
    if (scene === undefined || end === undefined) return [];
    const values: Record<string, RawValues[string]> = {};
    const facts = dealFacts(scene, at, sources, { rules: settings.outcomes, origins });
    for (const [name, fact] of facts) values[name] = fact.value;
    const slices = sliceValues(circle, settings.slices, homeOf(circle.twin, origins));
    const { closedAt, won } = end;
    return [{ id: `${subject} ${at}`, group: subject, at, closedAt, won, values, slices }];
  });
}

/** From its opening, and from each stage that its past names. */
function spellsOf(twin: Twin, state: readonly Signal[], rules: OutcomeRules, now: number): Spell[] {
  const life = lifeOf(twin, rules, now);
  if (life === null) return [];
  const { is: end, opened, ended } = life;
  const spell = (stage: string | null, from: number): Spell[] =>
    from > ended ? [] : [{ stage, days: (ended - from) / day, end }];
  const properties = pastProperties(state);
  const course = namesOf('stage').flatMap((name) => properties.get(name) ?? [])[0];
  const known = (course?.at ?? []).flatMap((at, nr) => {
    const stage = course?.values[nr] ?? null;
    const same = nr > 0 && course?.values[nr - 1] === stage;
    // The stage that ends it is where it is, not where it was on its way.
    return stage === null || same || at >= ended ? [] : spell(stage, at);
  });
  return [...spell(null, opened), ...known];
}
