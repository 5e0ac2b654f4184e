// GET /api/templates/:id/missing: what of a template's needs this tenant's data does not have.
import { z } from 'zod';
import { template } from '#advise/journey/template.ts';
import { apiRoute, none } from '#http/route.ts';
import { missingNeed } from './journey-shape.ts';

export const templateMissing = apiRoute({
  method: 'get',
  path: '/api/templates/:id/missing',
  name: 'templateMissing',
  summary: 'Properties that the CRM does not know, and events that were never seen.',
  takes: { params: z.object({ id: template.shape.id }), query: none, body: none },
  answer: z.object({ missing: z.array(missingNeed) }),
  handle: async ({ journeys }, { caller, params }) => ({
    missing: await journeys.missing(caller.tenant, params.id),
  }),
});
