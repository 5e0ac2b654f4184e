// GET /api/register: the decisions about data and models, filtered; also as a file to take along.
import { z } from 'zod';
import { instant } from '#http/instant.ts';
import { apiRoute, none } from '#http/route.ts';
import { registerKinds } from '#ports/store-governance.ts';

const day = z.iso.date().optional();

export const register = apiRoute({
  method: 'get',
  path: '/api/register',
  name: 'register',
  summary:
    'The register of decisions, newest first: who, when, what, why. Kind `model` is what happened to weights.',
  takes: {
    params: none,
    query: z.object({
      kind: z.enum(registerKinds).optional(),
      search: z.string().max(100).default(''),
      from: day,
      to: day,
      offset: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(5000).default(100),
    }),
    body: none,
  },
  answer: z.object({
    total: z.number(),
    decisions: z.array(
      z.object({
        id: z.string(),
        at: instant,
        who: z.string(),
        kind: z.enum(registerKinds),
        about: z.string(),
        why: z.string().nullable(),
        body: z.unknown(),
      }),
    ),
  }),
  async handle({ store }, { caller, query: { kind, search, from, to, offset, limit } }) {
    return store.asTenant(caller.tenant, (rows) =>
      rows.decisions.register({
        ...{ kind: kind ?? null, search, offset, limit },
        since: from === undefined ? null : new Date(`${from}T00:00:00Z`),
        // The last day is in.
        until: to === undefined ? null : new Date(Date.parse(`${to}T00:00:00Z`) + 86_400_000),
      }),
    );
  },
});
