// What HubSpot says in the body of an error; every field may be missing.
import { z } from 'zod';

const text = z.string().optional().catch(undefined);

const texts = z.union([z.array(z.coerce.string()), z.coerce.string().transform((one) => [one])]).catch([]);

/** Context comes as lists of texts, seldom as a single text. */
const context = z.record(z.string(), texts).optional().catch(undefined);

const detail = z.looseObject({ message: text, code: text, in: text, context });

const entry = z.looseObject({
  message: text,
  category: text,
  subCategory: text,
  policyName: text,
  context,
  errors: z.array(detail).optional().catch(undefined),
});
export type ErrorEntry = z.infer<typeof entry>;

const oauthFault = z.looseObject({
  error: text,
  error_description: text,
  status: text,
  message: text,
});
export type OAuthFault = z.infer<typeof oauthFault>;

export function toErrorEntry(body: unknown): ErrorEntry {
  return entry.catch({}).parse(body);
}

export function toOAuthFault(body: unknown): OAuthFault {
  return oauthFault.catch({}).parse(body);
}

/** The most telling code: of the first detail, else the category. */
export function codeOf({ errors, category }: ErrorEntry): string {
  return errors?.find((one) => one.code !== undefined)?.code ?? category ?? 'UNKNOWN';
}

/** What HubSpot says in words, short enough to be kept. */
export function problemOf({ message, errors }: ErrorEntry): string {
  const details = (errors ?? []).flatMap((one) => (one.message === undefined ? [] : [one.message]));
  const all = [message, ...details].filter((one) => one !== undefined && one !== '');
  return [...new Set(all)].join(' · ').slice(0, 500) || 'no reason given';
}

/** Ids of records that the error is about. */
export function idsOf({ context: about, errors }: ErrorEntry): string[] {
  const contexts = [about, ...(errors ?? []).map((one) => one.context)];
  return [...new Set(contexts.flatMap((one) => [...(one?.['ids'] ?? []), ...(one?.['id'] ?? [])]))];
}

/** Names of properties that do not exist in the portal. */
export function absentProperties({ errors }: ErrorEntry): string[] {
  return (errors ?? [])
    .filter((one) => one.code === 'PROPERTY_DOESNT_EXIST')
    .flatMap((one) => [...(one.context?.['propertyName'] ?? []), ...(one.context?.['name'] ?? [])]);
}

/** The scopes that would have been needed, as HubSpot names them. */
export function scopesOf({ errors, context: about }: ErrorEntry): string[] {
  const contexts = [about, ...(errors ?? []).map((one) => one.context)];
  return [
    ...new Set(contexts.flatMap((one) => one?.['requiredGranularScopes'] ?? one?.['requiredScopes'] ?? [])),
  ];
}

/** Categories of faults that pass: they say nothing against the record or the request. */
export const passing: ReadonlySet<string> = new Set([
  'RATE_LIMITS',
  'INTERNAL_ERROR',
  'SERVICE_UNAVAILABLE',
  'TIMEOUT',
  'LOCKED',
]);
