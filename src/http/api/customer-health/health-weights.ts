// GET and POST /api/health-weights: how much each part of the health index counts, for everybody and in each segment.
import { z } from 'zod';
import { partWeights, presetWeights, weightBases } from '#analyze/health-weights.ts';
import { segmentName } from '#analyze/segment/segment-name.ts';
import { instant } from '#http/instant.ts';
import { apiRoute, none } from '#http/route.ts';

const names = z.object({ en: z.string(), 'zh-CN': z.string() });
const weighing = {
  segment: z.string().max(80).nullable(),
  basis: z.enum(weightBases),
  /** Where they are set by hand; they are brought to a sum of 1. */
  parts: partWeights
    .refine((parts) => Object.values(parts).some((share) => share > 0), 'at least one part must count')
    .nullable()
    .default(null),
};

export const healthWeights = apiRoute({
  method: 'get',
  path: '/api/health-weights',
  name: 'healthWeights',
  summary:
    'How much each part of the health index counts, for everybody and in each segment, and who chose it.',
  takes: { params: none, query: none, body: none },
  answer: z.object({
    preset: partWeights,
    weights: z.array(
      z.object({
        segment: z.string().nullable(),
        name: names.nullable(),
        size: z.number().nullable(),
        basis: z.enum(weightBases),
        parts: partWeights,
        chosen: z.object({ who: z.string(), why: z.string().nullable(), at: instant }).nullable(),
      }),
    ),
  }),
  async handle({ store, customerHealth }, { caller }) {
    const found = (await store.asTenant(caller.tenant, (rows) => rows.segments.live()))?.found ?? null;
    const weights = await customerHealth.weights(caller.tenant);
    return {
      preset: presetWeights,
      weights: weights.map(({ segment, choice, parts }) => {
        const one = found?.segments.find(({ id }) => id === segment);
        return {
          ...{ segment, parts, size: one?.size ?? null },
          name: one === undefined ? null : { en: segmentName('en', one), 'zh-CN': segmentName('zh-CN', one) },
          basis: choice?.basis ?? (segment === null ? 'preset' : 'all'),
          chosen: choice === null ? null : { who: choice.who, why: choice.why, at: choice.at },
        };
      }),
    };
  },
});

export const healthWeightsPreview = apiRoute({
  method: 'post',
  path: '/api/health-weights/preview',
  name: 'previewHealthWeights',
  summary: 'Whose index would be another one under these weights, and who would change the band.',
  takes: { params: none, query: none, body: z.strictObject(weighing) },
  answer: z.object({
    parts: partWeights,
    customers: z.number(),
    moved: z.number(),
    bands: z.array(z.object({ from: z.string(), to: z.string(), count: z.number() })),
  }),
  async handle({ customerHealth }, { caller, body }) {
    const { bands, ...told } = await customerHealth.preview(caller.tenant, body);
    return { ...told, bands: [...bands] };
  },
});

export const healthWeightsChange = apiRoute({
  method: 'post',
  path: '/api/health-weights',
  name: 'weighHealth',
  summary:
    'Chooses how much each part counts, for everybody or in one segment; it stands in the register, and the index says that it moved for that.',
  takes: {
    params: none,
    query: none,
    body: z.strictObject({ ...weighing, why: z.string().trim().min(3).max(500) }),
  },
  answer: z.object({ version: z.number() }),
  handle: async ({ customerHealth }, { caller, body }) => ({
    version: await customerHealth.weigh(caller.tenant, { ...body, who: caller.who }),
  }),
});
