// The configuration: environment variables, checked once, frozen; the only reader of process.env.
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { fail } from '#errors.ts';

const url = z
  .url({
    protocol: /^https?$/,
    hostname: /.*/,
    error: 'write an address that begins with http:// or https://',
  })
  .transform((value) => value.replace(/\/+$/, ''));
const optional = z
  .string()
  .transform((value) => (value.trim() === '' ? undefined : value.trim()))
  .optional();

const begins = (how: RegExp) => (value: string | undefined) => value === undefined || how.test(value);
const key = /^[A-Za-z0-9_-]{1,32}:[A-Za-z0-9+/]{43}=$/;

const aPort = 'write a whole number from 0 to 65535, such as 8080';
const oneOf = <const Values extends readonly string[]>(values: Values) =>
  z.enum(values, { error: `write one of ${values.join(', ')}` });

/** Whose values may be told: in any other there may be a password. */
const told: readonly string[] = ['PORT', 'REVLOOP_ROLE', 'LOG_LEVEL'];

/** Every environment variable that Revloop reads. An empty value counts as not set. */
export const environment = z.object({
  PORT: z.coerce.number(aPort).int(aPort).min(0, aPort).max(65535, aPort).default(8080),
  PUBLIC_URL: url.optional(),
  DATABASE_URL: optional.refine(begins(/^(postgres(ql)?|socket):/), 'begin it with postgres://'),
  REDIS_URL: optional.refine(begins(/^(rediss?:\/\/|\/)/), 'begin it with redis:// or rediss://'),
  REVLOOP_ENCRYPTION_KEYS: optional.refine(
    (value) => value === undefined || value.split(',').every((one) => key.test(one.trim())),
    'write name:key pairs with a comma between, each key 32 random bytes in base64',
  ),
  REVLOOP_DATA_DIR: z.string().default('.revloop'),
  REVLOOP_ROLE: oneOf(['web', 'worker', 'all']).default('all'),
  LOG_LEVEL: oneOf(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  HUBSPOT_CLIENT_ID: optional,
  HUBSPOT_CLIENT_SECRET: optional,
  HUBSPOT_APP_ID: optional,
  HUBSPOT_API_URL: url.default('https://api.hubapi.com'),
  HUBSPOT_APP_URL: url.default('https://app.hubspot.com'),
  SALESFORCE_CLIENT_ID: optional,
  SALESFORCE_CLIENT_SECRET: optional,
  SALESFORCE_LOGIN_URL: url.default('https://login.salesforce.com'),
  SALESFORCE_PUBSUB_URL: z.string().default('api.pubsub.salesforce.com:7443'),
  SLACK_CLIENT_ID: optional,
  SLACK_CLIENT_SECRET: optional,
  SLACK_SIGNING_SECRET: optional,
  SLACK_API_URL: url.default('https://slack.com/api'),
  SLACK_APP_URL: url.default('https://slack.com'),
  LLM_BASE_URL: url.optional(),
  LLM_API_KEY: optional,
  LLM_MODEL: optional,
});

export type Config = Readonly<z.infer<typeof environment>> & { readonly publicUrl: string };

/** The configuration from an environment. Errors: CONFIG_INVALID, naming the first variable that is wrong. */
export function toConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0] ?? '?');
    const is = told.includes(name) ? `it is ${JSON.stringify(given[name])}; ` : '';
    return fail('CONFIG_INVALID', { name, problem: `${is}${issue?.message ?? 'unknown'}` });
  }
  const port = parsed.data.PORT;
  return Object.freeze({ ...parsed.data, publicUrl: parsed.data.PUBLIC_URL ?? `http://127.0.0.1:${port}` });
}

/** What a platform gives together is of no use in part. */
const together = [
  ['HUBSPOT_CLIENT_ID', 'HUBSPOT_CLIENT_SECRET'],
  ['SALESFORCE_CLIENT_ID', 'SALESFORCE_CLIENT_SECRET'],
  ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_SIGNING_SECRET'],
] as const;

/** Errors: CONFIG_INVALID, naming the credential that is missing beside others of its platform. */
export function withWholeCredentials(config: Config): Config {
  for (const names of together) {
    const given = names.find((name) => config[name] !== undefined);
    const missing = names.find((name) => config[name] === undefined);
    if (given !== undefined && missing !== undefined)
      fail('CONFIG_INVALID', { name: missing, problem: `it is empty, but ${given} is set` });
  }
  return config;
}

/** The configuration of this process; what `.env` names counts where the environment does not. Errors: CONFIG_INVALID. */
export function readConfig(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return withWholeCredentials(toConfig(process.env));
}
