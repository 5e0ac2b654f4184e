// POST /api/journeys/check: everything that is wrong with a graph, without keeping it.
import { z } from 'zod';
import { graphProblem } from '#advise/journey/graph-problem.ts';
import { journeyGraph } from '#advise/journey/journey-graph.ts';
import { segmentNames } from '#http/api/segment-names.ts';
import { apiRoute, none } from '#http/route.ts';
import { ruleSentences, sayRules } from './graph-words.ts';

export const journeyCheck = apiRoute({
  method: 'post',
  path: '/api/journeys/check',
  name: 'checkJourney',
  summary:
    'Everything that is wrong with a graph: ways that lead nowhere, circles, rules that cannot be asked; and its rules in words.',
  takes: { params: none, query: none, body: z.strictObject({ graph: journeyGraph }) },
  answer: z.object({ problems: z.array(graphProblem), sentences: ruleSentences }),
  handle: async ({ journeys, store }, { caller, body }) => ({
    problems: journeys.check(body.graph),
    sentences: sayRules(body.graph, await segmentNames(store, caller.tenant)),
  }),
});
