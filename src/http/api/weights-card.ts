// GET /api/weights/:version/card: the model card of one version: what it was made of, how good it is for whom, its limits, who said yes.
import { z } from 'zod';
import { report } from '#analyze/report.ts';
import { slice, sliceLevel } from '#analyze/slice.ts';
import { target } from '#analyze/target.ts';
import { toWeights, type Weights, weights } from '#analyze/weights.ts';
import { fail } from '#errors.ts';
import { instant } from '#http/instant.ts';
import { apiRoute, none } from '#http/route.ts';
import type { TenantStore, WeightsRow } from '#ports/store.ts';
import { sliceNames } from './slice-names.ts';

const shape = weights.shape;
/** What speaks for reading it with care; texts: `console.card.limit.<code>`. */
const limits = [
  'prior',
  'early',
  'few_closed',
  'few_won',
  'no_newest',
  'fades',
  'tide',
  'faults',
  'unproven',
  'past',
  'no_leavers',
] as const;
type Limit = (typeof limits)[number];

/** Only what can be greater or later has a direction; of texts and choices their length and number. */
const ordered: readonly string[] = ['number', 'date', 'text', 'multi'];

const cardShape = z.object({
  target,
  version: z.number(),
  state: z.enum(['candidate', 'live', 'retired', 'declined']),
  trainedAt: instant,
  learner: shape.learner,
  seed: shape.seed,
  dataHash: shape.dataHash,
  schemaHash: shape.schemaHash,
  history: shape.history,
  baseRate: shape.baseRate,
  baseInterval: shape.baseInterval,
  grades: shape.grades,
  used: z.array(z.object({ name: z.string(), label: z.string(), kind: z.string(), importance: z.number() })),
  notUsed: z.array(z.object({ name: z.string(), label: z.string(), why: z.string() })),
  /** What was demanded when it was learned; null where it is not known. `held`: it looks at an amount or a date of that name. */
  directions: z
    .array(
      z.object({
        name: z.string(),
        label: z.string(),
        way: z.enum(['rising', 'falling']),
        held: z.boolean(),
      }),
    )
    .nullable(),
  report: report.omit({ slices: true }),
  slices: z.array(
    slice.extend({ label: z.string(), levels: z.array(sliceLevel.extend({ label: z.string().nullable() })) }),
  ),
  limits: z.array(z.enum(limits)),
  /** Who made it live and when; empty where it never was. */
  approvals: z.array(
    z.object({
      what: z.string(),
      who: z.string(),
      at: instant,
      why: z.array(z.string()),
      note: z.string().nullable(),
    }),
  ),
});

export const weightsCard = apiRoute({
  method: 'get',
  path: '/api/weights/:version/card',
  name: 'weightsCard',
  summary:
    'The model card of one version: data used and not used, period, quality by slice, limits, who approved it.',
  takes: {
    params: z.object({ version: z.coerce.number().int().positive() }),
    query: z.object({ target: target.default('lead') }),
    body: none,
  },
  answer: cardShape,
  async handle({ store }, { caller, params, query }) {
    return store.asTenant(caller.tenant, async (rows) => {
      const row = await rows.weights.version(query.target, params.version);
      if (row === null) return fail('NOT_FOUND', { what: 'such version' });
      return cardOf(rows, row, toWeights(row.body));
    });
  },
});

async function cardOf(rows: TenantStore, row: WeightsRow, made: Weights): Promise<z.input<typeof cardShape>> {
  const { slices = [], ...told } = made.report;
  const names = await sliceNames(rows, slices);
  const events = await rows.models.events({
    target: made.target,
    limit: 100,
    what: ['promoted', 'rolled_back', 'declined'],
  });
  return {
    ...{ target: made.target, version: row.version, state: row.state, trainedAt: row.trainedAt },
    ...{ learner: made.learner, seed: made.seed, dataHash: made.dataHash, schemaHash: made.schemaHash },
    ...{
      history: made.history,
      baseRate: made.baseRate,
      baseInterval: made.baseInterval,
      grades: made.grades,
    },
    used: made.features
      .map(({ name, label, kind, importance }) => ({ name, label: label ?? name, kind, importance }))
      .sort((a, b) => b.importance - a.importance),
    notUsed: made.leftOut.map(({ name, label, why }) => ({ name, label: label ?? name, why })),
    directions: demandedOf(made),
    report: told,
    slices: slices.map(({ levels, ...one }) => ({
      ...one,
      label: names.labelOf(one.field),
      levels: levels.map((level) => ({
        ...level,
        label: level.level === null ? null : names.levelOf(one.field, level.level),
      })),
    })),
    limits: limitsOf(made),
    approvals: events
      .filter(({ version }) => version === row.version)
      .map(({ what, who, at, why, note }) => ({ what, who, at, why, note })),
  };
}

function demandedOf({ directions, features, leftOut }: Weights): z.input<typeof cardShape>['directions'] {
  if (directions === undefined) return null;
  const sorted = Object.entries(directions).sort(([one], [other]) => (one < other ? -1 : 1));
  return sorted.map(([name, way]) => {
    const feature = features.find((one) => one.name === name);
    const { label = name } = feature ?? leftOut.find((one) => one.name === name) ?? {};
    return { name, label, way, held: feature !== undefined && ordered.includes(feature.kind) };
  });
}

const fewClosed = 400;
const fewWon = 40;
/** By so much the area on the newest records may be smaller before it is said. */
const fading = 0.03;

function limitsOf({ target: of, learner, history, early = false, report: told }: Weights): Limit[] {
  const { crossValidated, newest, slices = [] } = told;
  const rarer = Math.min(history.won, history.closed - history.won);
  const said: readonly (readonly [Limit, boolean])[] = [
    ['prior', learner === 'prior'],
    ['no_leavers', of === 'churn' && history.closed > 0 && history.won === 0],
    ['early', early],
    ['few_closed', history.closed < fewClosed],
    ['few_won', rarer < fewWon],
    ['no_newest', learner !== 'prior' && newest === null],
    ['fades', newest !== null && crossValidated !== null && newest.auc < crossValidated.auc - fading],
    ['tide', told.tide !== undefined],
    ['faults', slices.some(({ levels }) => levels.some(({ faults }) => faults.length > 0))],
    ['unproven', slices.some(({ levels }) => levels.some(({ tooFew }) => tooFew))],
    ['past', true],
  ];
  return said.flatMap(([limit, holds]) => (holds ? [limit] : []));
}
