// GET /api/properties: the properties that the CRM's records have, with common values, to choose rules from.
import { z } from 'zod';
import { apiRoute, none } from '#http/route.ts';

export const properties = apiRoute({
  method: 'get',
  path: '/api/properties',
  name: 'properties',
  summary:
    'Names of filled properties of contacts, leads, companies, deals or tickets, with common values, from the newest records.',
  takes: {
    params: none,
    query: z.object({ objectType: z.enum(['contact', 'lead', 'company', 'deal', 'ticket']) }),
    body: none,
  },
  answer: z.object({
    properties: z.array(z.object({ name: z.string(), filled: z.number(), values: z.array(z.string()) })),
  }),
  handle: async ({ reports }, { caller, query }) => ({
    properties: await reports.properties(caller.tenant, query.objectType),
  }),
});
