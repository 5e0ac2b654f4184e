// How work is named in the queue: one name for the same tenant, kind and connection, so that wake-ups coalesce.
import { z } from 'zod';
import { type Work, workKinds } from '#ports.ts';

const shape = z.object({ kind: z.enum(workKinds), tenant: z.string(), connection: z.string().optional() });

export function workName({ kind, tenant, connection }: Work): string {
  return [kind, tenant, connection ?? ''].join('/');
}

export function toWork(data: unknown): Work {
  const { kind, tenant, connection } = shape.parse(data);
  return { kind, tenant, ...(connection === undefined ? {} : { connection }) };
}
