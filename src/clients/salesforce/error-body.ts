// What Salesforce says in the body of an error: a list of codes with words, or an OAuth fault.
import { z } from 'zod';

const text = z.string().optional().catch(undefined);

const entry = z.looseObject({
  message: text,
  errorCode: text,
  /** In the results of collections the code has another name. */
  statusCode: text,
  fields: z.array(z.string()).optional().catch(undefined),
});
export type ErrorEntry = z.infer<typeof entry>;

const entries = z.union([z.array(entry), entry.transform((one) => [one])]);

const oauthFault = z.looseObject({ error: text, error_description: text });
export type OAuthFault = z.infer<typeof oauthFault>;

/** JSON, or undefined where it is none. */
export function toJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

export function toErrorEntries(body: unknown): ErrorEntry[] {
  const parsed = entries.safeParse(body);
  return parsed.success ? parsed.data : [];
}

export function toOAuthFault(body: string): OAuthFault {
  const parsed = oauthFault.safeParse(toJson(body));
  return parsed.success ? parsed.data : {};
}

export function codeOf(list: readonly ErrorEntry[]): string {
  const [first] = list;
  return first?.errorCode ?? first?.statusCode ?? 'UNKNOWN';
}

export function hasCode(list: readonly ErrorEntry[], codes: ReadonlySet<string>): boolean {
  return list.some((one) => codes.has(one.errorCode ?? one.statusCode ?? ''));
}

/** What Salesforce says in words, short enough to be kept. */
export function problemOf(list: readonly ErrorEntry[], raw = ''): string {
  const words = list.flatMap(({ message, fields }) => {
    if (message === undefined || message === '') return [];
    return [fields === undefined || fields.length === 0 ? message : `${message} (${fields.join(', ')})`];
  });
  const plain = raw
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return ([...new Set(words)].join(' · ') || plain).slice(0, 500) || 'no reason given';
}
