// GET /metrics: what operators watch, in Prometheus' text form, without a word about any tenant.
import { plain } from '#http/reply.ts';
import type { Route } from '#http/route.ts';

export const metrics: Route = {
  method: 'get',
  path: '/metrics',
  handle: async (deps) =>
    plain(await deps.metrics.text(deps.reports), { headers: { 'content-type': deps.metrics.contentType } }),
};
