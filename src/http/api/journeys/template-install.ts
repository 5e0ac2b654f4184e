// POST /api/templates/:id/install: a draft of a template, and what is missing for it.
import { z } from 'zod';
import { template } from '#advise/journey/template.ts';
import { apiRoute, none } from '#http/route.ts';
import { missingNeed } from './journey-shape.ts';

export const templateInstall = apiRoute({
  method: 'post',
  path: '/api/templates/:id/install',
  name: 'installTemplate',
  summary: 'Makes a draft of a template; its stages are taken over where there are none yet.',
  takes: {
    params: z.object({ id: template.shape.id }),
    query: none,
    body: z.strictObject({ dryRun: z.boolean().default(true) }),
  },
  answer: z.object({ id: z.string(), stages: z.boolean(), missing: z.array(missingNeed) }),
  async handle({ journeys }, { caller, params, body }) {
    const { missing, ...rest } = await journeys.install(caller.tenant, caller.who, params.id, body);
    return { ...rest, missing: [...missing] };
  },
});
