// GET /api/openapi.json: what the API takes and gives, for programs.
import { z } from 'zod';
import { openapiOf } from '#http/openapi.ts';
import { json } from '#http/reply.ts';
import { none, type Route } from '#http/route.ts';

/** `described` are the routes to describe; asked for late, because this route is one of them. */
export function openapi(described: () => readonly Route[]): Route {
  return {
    method: 'get',
    path: '/api/openapi.json',
    api: {
      name: 'openapi',
      summary: 'This description.',
      params: none,
      query: none,
      body: null,
      answer: z.record(z.string(), z.unknown()),
      open: true,
    },
    handle: async ({ config }) => json(openapiOf(described(), config.publicUrl)),
  };
}
