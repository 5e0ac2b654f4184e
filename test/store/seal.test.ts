// Sealed secrets: only the right key, in the right row, opens them.
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openSeal } from '#store/seal.ts';

const aKey = (name: string) => `${name}:${randomBytes(32).toString('base64')}`;

describe('seal', () => {
  it('opens what it sealed, and never seals the same twice alike', () => {
    const seal = openSeal(aKey('one'));
    const first = seal.seal('{"token":"密"}', 'row');
    const second = seal.seal('{"token":"密"}', 'row');
    expect(seal.open(first.keyId, first.sealed, 'row')).toBe('{"token":"密"}');
    expect(first.sealed.equals(second.sealed)).toBe(false);
    expect(first.sealed.includes(Buffer.from('token'))).toBe(false);
  });

  it('marks a text with a secret by each key, so that an address with one outlives the next rotation', () => {
    const [old, fresh] = [aKey('old'), aKey('fresh')];
    const [mark] = openSeal(old).marks('row');
    expect(mark).toMatch(/^[\w-]{43}$/);
    const marks = openSeal(`${fresh},${old}`).marks('row');
    expect(marks).toEqual([openSeal(fresh).marks('row')[0], mark]);
    expect(openSeal(old).marks('other row')).not.toContain(mark);
  });

  it('does not open in another row', () => {
    const seal = openSeal(aKey('one'));
    const { keyId, sealed } = seal.seal('secret', 'row 1');
    expect(() => seal.open(keyId, sealed, 'row 2')).toThrow(expect.objectContaining({ code: 'SEAL_BROKEN' }));
  });

  it('does not open when any byte was changed or cut off', () => {
    const seal = openSeal(aKey('one'));
    const { keyId, sealed } = seal.seal('secret', 'row');
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(() => seal.open(keyId, changed, 'row')).toThrow(
        expect.objectContaining({ code: 'SEAL_BROKEN' }),
      );
      const cut = sealed.subarray(0, at);
      expect(() => seal.open(keyId, cut, 'row')).toThrow(expect.objectContaining({ code: 'SEAL_BROKEN' }));
    }
  });

  it('seals with the first key and opens with all, so that keys can be rotated', () => {
    const [old, fresh] = [aKey('old'), aKey('fresh')];
    const before = openSeal(old).seal('secret', 'row');
    const during = openSeal(`${fresh}, ${old}`);
    expect(during.open(before.keyId, before.sealed, 'row')).toBe('secret');
    expect(during.seal('secret', 'row').keyId).toBe('fresh');
    const after = openSeal(fresh);
    expect(() => after.open(before.keyId, before.sealed, 'row')).toThrow(
      expect.objectContaining({ code: 'SEAL_KEY_UNKNOWN', params: { key: 'old' } }),
    );
  });

  it.each([
    ['nothing', ''],
    ['a key without a name', randomBytes(32).toString('base64')],
    ['a short key', `one:${randomBytes(16).toString('base64')}`],
    ['two keys of one name', `${aKey('one')},${aKey('one')}`],
  ])('refuses %s', (_, keys) => {
    expect(() => openSeal(keys)).toThrow(expect.objectContaining({ code: 'SEAL_KEYS_INVALID' }));
  });
});
