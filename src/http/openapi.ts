// The API in OpenAPI 3.1, made from the same schemas that the routes parse with.
import { z } from 'zod';
import { problem } from './problem.ts';
import type { ApiDescription, Route } from './route.ts';

type Schema = Readonly<Record<string, unknown>>;

export function openapiOf(routes: readonly Route[], publicUrl: string): Schema {
  const paths: Record<string, Record<string, unknown>> = {};
  const shared: Record<string, unknown> = {};
  for (const route of routes) {
    if (route.api === undefined) continue;
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: hoisted(operationOf(route.api, route.path), shared) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Revloop',
      version: '1',
      description:
        'Everything belongs to the tenant of the key. Times are ISO 8601 in UTC. Errors carry a code, a sentence and what to do now.',
    },
    servers: [{ url: publicUrl }],
    security: [{ key: [] }, { session: [] }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problem, 'output'), ...shared },
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'revloop_session' },
      },
    },
  };
}

function operationOf(api: ApiDescription, path: string): Schema {
  return {
    operationId: api.name,
    summary: api.summary,
    ...(api.open ? { security: [] } : {}),
    parameters: [...parametersOf(api.params, 'path'), ...parametersOf(api.query, 'query')],
    ...(api.body === null ? {} : { requestBody: bodyOf(api.body) }),
    responses: {
      200: {
        description: 'Done.',
        content: { 'application/json': { schema: schemaOf(api.answer, 'output') } },
      },
      default: {
        description: `What went wrong${path.includes(':') ? ', such as an id that is not there' : ''}.`,
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function bodyOf(body: z.ZodType): Schema {
  return { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } };
}

const objectSchema = z.object({
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
});

function parametersOf(schema: z.ZodType, place: 'path' | 'query'): Schema[] {
  const { properties, required } = objectSchema.parse(schemaOf(schema, 'input'));
  return Object.entries(properties).map(([name, one]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: one,
  }));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Schema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}

/** Schemas that hold themselves, such as trees, are defined once for all; each operation would have them at its own place. */
function hoisted(operation: Schema, shared: Record<string, unknown>): Schema {
  const parsed: unknown = JSON.parse(JSON.stringify(operation), (key, value: unknown) => {
    if (key === '$ref' && typeof value === 'string')
      return value.replace('#/$defs/', '#/components/schemas/');
    if (key !== '$defs' || typeof value !== 'object') return value;
    Object.assign(shared, value);
    return undefined;
  });
  return schemaShape.parse(parsed);
}

const schemaShape = z.record(z.string(), z.unknown());
