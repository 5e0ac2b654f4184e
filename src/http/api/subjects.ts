// GET /api/subjects: people by lead score, or companies by health, to sort, filter and search.
import { z } from 'zod';
import { findingKinds } from '#analyze/finding.ts';
import { instant } from '#http/instant.ts';
import { apiRoute, none } from '#http/route.ts';
import { subjectKinds } from '#sense/signal.ts';

export const subjects = apiRoute({
  method: 'get',
  path: '/api/subjects',
  name: 'subjects',
  summary: 'Subjects with a finding, a page at a time.',
  takes: {
    params: none,
    query: z.object({
      finding: z.enum(findingKinds).default('lead_score'),
      band: z.string().max(40).optional(),
      search: z.string().max(200).default(''),
      order: z.enum(['highest', 'lowest', 'newest']).default('highest'),
      offset: z.coerce.number().int().min(0).max(100_000).default(0),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    body: none,
  },
  answer: z.object({
    total: z.number(),
    lines: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(subjectKinds),
        name: z.string(),
        email: z.string().nullable(),
        finding: z.enum(findingKinds),
        score: z.number().nullable(),
        band: z.string().nullable(),
        probability: z.number().nullable(),
        confidence: z.number(),
        basis: z.enum(['model', 'prior', 'index']),
        foundAt: instant,
        scoreBefore: z.number().nullable(),
        /** Code of the strongest live advice. */
        advice: z.string().nullable(),
        /** Of a person or a deal: null while it is open. */
        standing: z.enum(['won', 'lost']).nullable(),
      }),
    ),
  }),
  handle: ({ reports }, { caller, query }) =>
    reports.subjects(caller.tenant, { ...query, band: query.band ?? null }),
});
