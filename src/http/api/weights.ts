// GET /api/weights: what learning produced: how good the live weights are, what they look at, and what they may not.
import { z } from 'zod';
import { type Report, report } from '#analyze/report.ts';
import { target } from '#analyze/target.ts';
import { toWeights, type Weights, weights } from '#analyze/weights.ts';
import { instant } from '#http/instant.ts';
import { apiRoute, none } from '#http/route.ts';
import type { WeightsRow } from '#ports/store.ts';

const shape = weights.shape;

const version = z.object({
  version: z.number(),
  state: z.enum(['candidate', 'live', 'retired', 'declined']),
  trainedAt: instant,
  learner: shape.learner,
  history: shape.history,
  auc: z.number().nullable(),
  ece: z.number().nullable(),
});

export const weightsReport = apiRoute({
  method: 'get',
  path: '/api/weights',
  name: 'weights',
  summary: 'What was learned of a target: the live version with its report, and all versions.',
  takes: { params: none, query: z.object({ target: target.default('lead') }), body: none },
  answer: z.object({
    live: version
      .extend({
        /** Learned before the CRM's histories were read: scores may move when it is learned again. */
        early: z.boolean(),
        baseRate: z.number(),
        baseInterval: shape.baseInterval,
        grades: shape.grades,
        /** Strongest first; `importance` is the mean absolute log-odds. */
        features: z.array(
          z.object({ name: z.string(), label: z.string(), kind: z.string(), importance: z.number() }),
        ),
        leftOut: shape.leftOut,
        suspects: shape.suspects.unwrap(),
        report,
      })
      .nullable(),
    versions: z.array(version),
  }),
  async handle({ store }, { caller, query }) {
    const rows = await store.asTenant(caller.tenant, (tenant) => tenant.weights.list(query.target));
    const versions = rows.map((row) => ({ row, weights: toWeights(row.body) }));
    const live = versions.find(({ row }) => row.state === 'live');
    return {
      live: live === undefined ? null : { ...toVersion(live.row, live.weights), ...cardOf(live.weights) },
      versions: versions.map((one) => toVersion(one.row, one.weights)),
    };
  },
});

function toVersion(row: WeightsRow, { learner, history, report: told }: Weights) {
  const measured = best(told);
  return {
    version: row.version,
    state: row.state,
    trainedAt: row.trainedAt,
    learner,
    history,
    auc: measured?.auc ?? null,
    ece: measured?.ece ?? null,
  };
}

/** The newest records are the harder and the more honest test, where there are enough of them. */
function best(told: Report): Report['newest'] {
  return told.newest ?? told.crossValidated;
}

function cardOf(weights: Weights) {
  const { baseRate, baseInterval, grades, features, leftOut, suspects = [], report: told } = weights;
  return {
    early: weights.early ?? false,
    baseRate,
    baseInterval,
    grades,
    features: features
      .map(({ name, label, kind, importance }) => ({ name, label: label ?? name, kind, importance }))
      .sort((a, b) => b.importance - a.importance),
    leftOut,
    suspects,
    report: told,
  };
}
