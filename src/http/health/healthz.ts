// GET /healthz: this process is alive.
import { plain } from '#http/reply.ts';
import type { Route } from '#http/route.ts';

export const healthz: Route = {
  method: 'get',
  path: '/healthz',
  handle: async () => plain('ok\n'),
};
