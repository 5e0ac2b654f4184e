// GET /api/catalogue/:locale: every text that the console shows, in one language.
import { z } from 'zod';
import { json } from '#http/reply.ts';
import { none, parsed, type Route } from '#http/route.ts';
import { catalogueOf, locales } from '#texts/texts.ts';

const params = z.object({ locale: z.enum(locales) });

export const catalogue: Route = {
  method: 'get',
  path: '/api/catalogue/:locale',
  api: {
    name: 'catalogue',
    summary: 'Every text of the product in one language, by key.',
    params,
    query: none,
    body: null,
    answer: z.record(z.string(), z.string()),
    open: true,
  },
  handle: async (_, request) =>
    json(catalogueOf(parsed(params, request.params, 'address').locale), {
      headers: { 'cache-control': 'public, max-age=60' },
    }),
};
