// GET /api/segments: the segments of the tenant's customers, what sets each apart, and where each customer is.
import { z } from 'zod';
import { behaviours, segmentVersion, segmentWord, triedCount } from '#analyze/segment/segment.ts';
import { segmentName, wordText } from '#analyze/segment/segment-name.ts';
import { instant } from '#http/instant.ts';
import { apiRoute, none } from '#http/route.ts';
import { text } from '#texts/texts.ts';

/** A plot with more points shows no more. */
const mostPoints = 2000;
/** So many versions are weeks enough to see whether segments are steady. */
const mostPast = 12;
const bothLanguages = z.object({ en: z.string(), 'zh-CN': z.string() });
const known = z.number().nullable();

export const segments = apiRoute({
  method: 'get',
  path: '/api/segments',
  name: 'segments',
  summary:
    'Segments of customers who behave alike: size, what sets them apart, and a place for each customer in a plot.',
  takes: { params: none, query: none, body: none },
  answer: z.object({
    /** null: nobody has looked for segments yet. */
    madeAt: instant.nullable(),
    version: z.number().int(),
    /** Why there are none; null where there are some. */
    none: segmentVersion.shape.none,
    customers: z.number().int(),
    unplaced: z.number().int(),
    needed: z.number().int(),
    moved: segmentVersion.shape.moved,
    segments: z.array(
      z.object({
        id: z.string(),
        name: bothLanguages,
        words: z.array(segmentWord),
        size: z.number().int(),
        /** The middle of what its customers do, and of all others; null is not known. */
        typical: z.array(
          z.object({ behaviour: z.enum(behaviours), label: bothLanguages, here: known, others: known }),
        ),
        bands: z.object({ healthy: z.number(), watch: z.number(), at_risk: z.number() }),
      }),
    ),
    tried: z.array(triedCount),
    /** The newest versions, newest first: how many customers, in which segments, and how many had moved. */
    past: z.array(
      z.object({
        version: z.number().int(),
        madeAt: instant,
        customers: z.number().int(),
        sizes: z.array(z.object({ segment: z.string(), size: z.number().int() })),
        moved: segmentVersion.shape.moved,
      }),
    ),
    axes: z.array(z.object({ more: bothLanguages, less: bothLanguages })),
    points: z.array(
      z.object({ subject: z.string(), name: z.string(), segment: z.string(), x: z.number(), y: z.number() }),
    ),
  }),
  async handle({ store }, { caller }) {
    const { live, lines, bands, past } = await store.asTenant(caller.tenant, async (rows) => ({
      live: await rows.segments.live(),
      lines: await rows.segments.lines({ segment: null, offset: 0, limit: mostPoints }),
      bands: await rows.segments.bands(),
      past: await rows.segments.past(mostPast),
    }));
    const found = live?.found ?? null;
    if (live === null || found === null) return nobodyLooked;
    const { none: why, customers, unplaced, needed, moved, tried, axes } = found;
    return {
      ...{ madeAt: live.madeAt, version: live.version, none: why, customers, unplaced, needed, moved, tried },
      segments: found.segments.map(({ id, words, size, typical }) => ({
        ...{ id, words, size, name: inBoth((locale) => segmentName(locale, { words })) },
        typical: behaviours.flatMap((behaviour) => {
          const values = typical[behaviour];
          const label = inBoth((locale) => text(locale, `segment.behaviour.${behaviour}`));
          return values === undefined ? [] : [{ behaviour, label, ...values }];
        }),
        bands: {
          healthy: bandOf(bands, id, 'healthy'),
          watch: bandOf(bands, id, 'watch'),
          at_risk: bandOf(bands, id, 'at_risk'),
        },
      })),
      past: past.map((one) => ({ ...one, sizes: [...one.sizes] })),
      axes: axes.map((words) => ({ more: side(words, true), less: side(words, false) })),
      points: lines.map(({ subject, name, segment, x, y }) => ({ subject, name, segment, x, y })),
    };
  },
});

const nobodyLooked = {
  ...{ madeAt: null, version: 0, none: null, customers: 0, unplaced: 0, needed: 0, moved: null },
  ...{ segments: [], tried: [], past: [], axes: [], points: [] },
};

function inBoth(say: (locale: 'en' | 'zh-CN') => string) {
  return { en: say('en'), 'zh-CN': say('zh-CN') };
}

/** What lies at one end of a direction of the plot. */
function side(words: readonly z.infer<typeof segmentWord>[], more: boolean) {
  return inBoth((locale) =>
    words
      .map(({ behaviour, high }) => wordText(locale, { behaviour, high: more ? high : !high }))
      .join(text(locale, 'segment.comma')),
  );
}

function bandOf(
  bands: readonly { readonly segment: string; readonly band: string; readonly count: number }[],
  segment: string,
  band: string,
): number {
  return bands.find((one) => one.segment === segment && one.band === band)?.count ?? 0;
}
