// GET /api/templates: the library of journeys made for industries, in both languages.
import { z } from 'zod';
import { template } from '#advise/journey/template.ts';
import { apiRoute, none } from '#http/route.ts';

const { id, industry, phase, name, summary, stages, signals, interventions, targets, needs, journey } =
  template.shape;

export const templates = apiRoute({
  method: 'get',
  path: '/api/templates',
  name: 'templates',
  summary: 'Templates of journeys with their stages, signals, interventions, targets and what they need.',
  takes: { params: none, query: none, body: none },
  answer: z.object({
    templates: z.array(
      z.object({
        id,
        industry,
        phase,
        name,
        summary,
        stages,
        signals,
        interventions,
        targets,
        needs,
        journey,
      }),
    ),
  }),
  handle: async ({ journeys }) => ({
    templates: journeys.templates().map(({ history: _, ...rest }) => rest),
  }),
});
