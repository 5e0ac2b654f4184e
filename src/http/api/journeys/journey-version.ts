// GET /api/journeys/:id/versions/:version: one version with its graph, and its rules in words.
import { z } from 'zod';
import { graphProblem } from '#advise/journey/graph-problem.ts';
import { journeyGraph } from '#advise/journey/journey-graph.ts';
import { segmentNames } from '#http/api/segment-names.ts';
import { apiRoute, none } from '#http/route.ts';
import { ruleSentences, sayRules } from './graph-words.ts';
import { journeyId, moment, version } from './journey-shape.ts';

export const journeyVersion = apiRoute({
  method: 'get',
  path: '/api/journeys/:id/versions/:version',
  name: 'journeyVersion',
  summary: 'One version of a journey: its graph, what is wrong with it today, and its rules in words.',
  takes: { params: journeyId.extend({ version: z.coerce.number().pipe(version) }), query: none, body: none },
  answer: z.object({
    version,
    hash: z.string(),
    madeAt: moment,
    madeBy: z.string(),
    graph: journeyGraph,
    problems: z.array(graphProblem),
    sentences: ruleSentences,
  }),
  async handle({ journeys, store }, { caller, params }) {
    const { journey: _, ...kept } = await journeys.version(caller.tenant, params.id, params.version);
    const names = await segmentNames(store, caller.tenant);
    return { ...kept, problems: journeys.check(kept.graph), sentences: sayRules(kept.graph, names) };
  },
});
