// Writes the console's types from the schemas of the API's routes: `node scripts/console-types.ts`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { apiRoutes } from '#http/routes.ts';

export const consoleTypesPath = join(
  import.meta.dirname,
  '..',
  'extensions',
  'console',
  'src',
  'api-types.ts',
);

type Schema = z.infer<typeof schema>;
const schema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  const: z.union([z.string(), z.number(), z.boolean()]).optional(),
  enum: z.array(z.union([z.string(), z.number()])).optional(),
  get anyOf() {
    return z.array(schema).optional();
  },
  get oneOf() {
    return z.array(schema).optional();
  },
  get items() {
    return z.union([z.literal(false), schema]).optional();
  },
  get prefixItems() {
    return z.array(schema).optional();
  },
  get properties() {
    return z.record(z.string(), schema).optional();
  },
  get additionalProperties() {
    return z.union([z.boolean(), schema]).optional();
  },
  required: z.array(z.string()).default([]),
});

/** The whole file: one type for each answer, and one for each body. */
export function consoleTypes(): string {
  const types = apiRoutes.flatMap(({ api }) => {
    if (api === undefined) return [];
    const name = `${api.name.charAt(0).toUpperCase()}${api.name.slice(1)}`;
    const answer = `/** @public */\nexport type ${name}Answer = ${typeOf(read(api.answer, 'output'))};\n`;
    const isEmpty = api.body === null || Object.keys(read(api.body, 'input').properties ?? {}).length === 0;
    return api.body === null || isEmpty
      ? [answer]
      : [answer, `/** @public */\nexport type ${name}Body = ${typeOf(read(api.body, 'input'))};\n`];
  });
  return `// What the API answers and takes; written by scripts/console-types.ts from the schemas of the routes.\n// biome-ignore-all format: as the script writes it\n// biome-ignore-all lint/style/noExcessiveLinesPerFile: as many as there are routes\n\n${types.join('\n')}`;
}

function read(from: z.ZodType, io: 'input' | 'output'): Schema {
  return schema.parse(z.toJSONSchema(from, { io, reused: 'inline' }));
}

function typeOf(one: Schema): string {
  if (one.const !== undefined) return JSON.stringify(one.const);
  if (one.enum !== undefined) return one.enum.map((value) => JSON.stringify(value)).join(' | ');
  const choice = one.anyOf ?? one.oneOf;
  if (choice !== undefined) return [...new Set(choice.map(typeOf))].join(' | ');
  if (one.prefixItems !== undefined) return `[${one.prefixItems.map(typeOf).join(', ')}]`;
  if (Array.isArray(one.type)) return one.type.map((type) => typeOf({ ...one, type })).join(' | ');
  if (one.type === 'array')
    return `(${one.items === undefined || one.items === false ? 'unknown' : typeOf(one.items)})[]`;
  if (one.type === 'object') return objectType(one);
  if (one.type === 'integer' || one.type === 'number') return 'number';
  return one.type ?? 'unknown';
}

function objectType({ properties, additionalProperties, required }: Schema): string {
  if (properties !== undefined && Object.keys(properties).length > 0) {
    const fields = Object.entries(properties).map(
      ([name, one]) => `${keyOf(name)}${required.includes(name) ? '' : '?'}: ${typeOf(one)};`,
    );
    return `{ ${fields.join(' ')} }`;
  }
  if (typeof additionalProperties === 'object') return `{ [name: string]: ${typeOf(additionalProperties)} }`;
  return '{ [name: string]: unknown }';
}

const keyOf = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

if (import.meta.main) writeFileSync(consoleTypesPath, consoleTypes());
