// The seal: encrypts secrets before they reach a row, so that the database alone opens nothing.
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { fail } from '#errors.ts';

const algorithm = 'aes-256-gcm';
const keyBytes = 32;
// NIST SP 800-38D: 96-bit random nonces, full 128-bit tags.
const nonceBytes = 12;
const tagBytes = 16;

type Sealed = { readonly keyId: string; readonly sealed: Buffer };

export type Seal = {
  /** Encrypts with the first key. `context` names the row it belongs to: moved to another row it no longer opens. */
  seal(plain: string, context: string): Sealed;
  /** Errors: SEAL_KEY_UNKNOWN, SEAL_BROKEN. */
  open(keyId: string, sealed: Buffer, context: string): string;
  /** Secrets that only this server can make of a text, one by each key, the first key's first. */
  marks(text: string): string[];
};

/**
 * `keys` are `name:key` pairs with a comma between, each key 32 bytes in base64. The first key seals, all open: to
 * rotate, put the new key in front and drop the old one when no row names it any more. Errors: SEAL_KEYS_INVALID.
 */
export function openSeal(keys: string): Seal {
  const known = readKeys(keys);
  const first = known.entries().next().value;
  if (first === undefined) return fail('SEAL_KEYS_INVALID', { problem: 'it names no key' });
  const [keyId, key] = first;
  return {
    seal(plain, context) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
      cipher.setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return { keyId, sealed: Buffer.concat([nonce, cipher.getAuthTag(), body]) };
    },
    open(id, sealed, context) {
      const named = known.get(id);
      if (named === undefined) return fail('SEAL_KEY_UNKNOWN', { key: id });
      try {
        return unseal(named, sealed, context);
      } catch (cause) {
        return fail('SEAL_BROKEN', { key: id }, { cause });
      }
    },
    marks: (text) =>
      [...known.values()].map((one) => createHmac('sha256', one).update(`mark:${text}`).digest('base64url')),
  };
}

function unseal(key: Buffer, sealed: Buffer, context: string): string {
  const nonce = sealed.subarray(0, nonceBytes);
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
  const body = sealed.subarray(nonceBytes + tagBytes);
  return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
}

function readKeys(keys: string): Map<string, Buffer> {
  const known = new Map<string, Buffer>();
  for (const pair of keys.split(',')) {
    const one = pair.trim();
    if (one === '') continue;
    const colon = one.indexOf(':');
    const id = one.slice(0, colon);
    const key = Buffer.from(one.slice(colon + 1), 'base64');
    if (colon < 1 || key.length !== keyBytes) {
      return fail('SEAL_KEYS_INVALID', {
        problem: 'a pair is not name:key with a key of 32 bytes in base64',
      });
    }
    if (known.has(id)) return fail('SEAL_KEYS_INVALID', { problem: `two keys are named ${id}` });
    known.set(id, key);
  }
  return known;
}
