// GET /api/weights: what learning produced: how good the live weights are, what they look at, and what they may not.
import { z } from 'zod';
import { type Report, report } from '#analyze/report.ts';
import { target } from '#analyze/target.ts';
import { toWeights, type Weights, weights } from '#analyze/weights.ts';
import { instant } from '#http/instant.ts';
import { apiRoute, none } from '#http/route.ts';
import type { Doubted } from '#ports/drill-desk.ts';
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
        /** Features that pulled the machine the wrong way in so many cases of drills in which people were right. */
        doubted: z.array(z.object({ name: z.string(), label: z.string(), cases: z.number() })),
        report,
      })
      .nullable(),
    versions: z.array(version),
  }),
  async handle({ store, drills }, { caller, query }) {
    const rows = await store.asTenant(caller.tenant, (tenant) => tenant.weights.list(query.target));
    const versions = rows.map((row) => ({ row, weights: toWeights(row.body) }));
    const live = versions.find(({ row }) => row.state === 'live');
    const doubts = live === undefined ? [] : await drills.doubted(caller.tenant, query.target);
    return {
      live:
        live === undefined
          ? null
          : {
              ...toVersion(live.row, live.weights),
              ...cardOf(live.weights),
              doubted: stillUsed(live.weights, doubts),
            },
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

/** What is not looked at any more needs no look. */
function stillUsed({ features }: Weights, doubts: readonly Doubted[]) {
  const used = new Set(features.map(({ name }) => name));
  return doubts.flatMap(({ feature, label, cases }) =>
    used.has(feature) ? [{ name: feature, label: label || feature, cases }] : [],
  );
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
