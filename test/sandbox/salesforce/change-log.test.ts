// The change log of a simulated org: what is told of a commit, from where it can be read, and for how long.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '#sandbox/hubspot/database.ts';
import type { Change } from '#sandbox/salesforce/change-event.ts';
import { openChangeLog } from '#sandbox/salesforce/change-log.ts';
import { positionOf, replayIdOf } from '#sandbox/salesforce/replay-id.ts';

const org = '00D000000000001EAA';
const lead = (nr: number) => `00Q00000000000${nr}AAA`;
const update = (id: string, values: Record<string, string | null>): Change => ({
  entity: 'Lead',
  changeType: 'UPDATE',
  recordIds: [id],
  changed: Object.keys(values),
  nulled: Object.keys(values).filter((name) => values[name] === null),
  values,
});
const commit = (...changes: Change[]) => ({
  org,
  commitUser: '005000000000001AAA',
  changeOrigin: '',
  changes,
});

function opened(file = ':memory:') {
  const time = { now: new Date('2026-11-25T10:00:00Z') };
  const database = openDatabase(file);
  return { time, database, log: openChangeLog({ database, clock: () => time.now }) };
}

describe('the change log', () => {
  it('gives what comes after a place, in order, each with a place of its own', () => {
    const { log } = opened();
    const begin = log.tip(org);
    for (const nr of [1, 2, 3]) log.append(commit(update(lead(nr), { Company: `${nr}` })));
    const all = log.after(org, begin, 10);
    expect(all.map(({ recordIds }) => recordIds)).toEqual([[lead(1)], [lead(2)], [lead(3)]]);
    expect(log.after(org, all[1]?.position ?? 0, 10)).toEqual(all.slice(2));
    expect(log.after(org, begin, 10, ['Contact'])).toEqual([]);
    expect(log.after('00D000000000002EAA', 0, 10)).toEqual([]);
  });

  it('survives a restart, whole numbers beyond 2^53 and all', () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'change-log-')), 'orgs.db');
    const first = opened(file);
    const [event] = first.log.append(commit(update(lead(1), { Company: null })));
    first.database.close();
    const again = opened(file);
    expect(again.log.after(org, 0, 10)).toEqual([event]);
    expect(event?.commitNumber).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
    again.database.close();
  });

  it('tells the same change of several records as one, and several changes of one record as one', () => {
    const { log } = opened();
    log.append(commit(update(lead(1), { Status: 'Working' }), update(lead(2), { Status: 'Working' })));
    log.append(commit(update(lead(1), { Status: 'New', Phone: null }), update(lead(1), { Phone: '1' })));
    const [merged, folded] = log.after(org, 0, 10);
    expect(merged?.recordIds).toEqual([lead(1), lead(2)]);
    expect(folded).toMatchObject({
      values: { Status: 'New', Phone: '1' },
      nulled: [],
      changed: ['Status', 'Phone'],
    });
  });

  it('numbers what is committed in one transaction', () => {
    const { log } = opened();
    const transactionKey = 'one';
    log.append({
      ...commit(update(lead(1), { Status: 'a' }), update(lead(2), { Status: 'b' })),
      transactionKey,
    });
    log.append({ ...commit(update(lead(3), { Status: 'c' })), transactionKey });
    expect(log.after(org, 0, 10).map(({ sequenceNumber }) => sequenceNumber)).toEqual([1, 2, 3]);
  });

  it('forgets after 72 hours', () => {
    const { log, time } = opened();
    const [old] = log.append(commit(update(lead(1), { Status: 'a' })));
    time.now = new Date('2026-11-28T10:00:01Z');
    log.append(commit(update(lead(2), { Status: 'b' })));
    expect(log.after(org, 0, 10).map(({ recordIds }) => recordIds)).toEqual([[lead(2)]]);
    expect(old?.position).toBeLessThan(log.floor());
  });

  it('tells a gap, an overflow or a wildcard in place of the next commit when asked to', () => {
    const { log } = opened();
    for (const how of ['gap', 'overflow', 'wildcard'] as const) {
      log.distortNext(org, how);
      log.append(commit(update(lead(1), { Status: how })));
    }
    log.append(commit(update(lead(1), { Status: 'plain' })));
    const told = log.after(org, 0, 10).map(({ changeType, recordIds }) => [changeType, ...recordIds]);
    expect(told).toEqual([
      ['GAP_UPDATE', lead(1)],
      ['GAP_OVERFLOW', '000000000000000AAA'],
      ['GAP_UPDATE', '00Q*'],
      ['UPDATE', lead(1)],
    ]);
  });
});

describe('a replay id', () => {
  it('leads back to its place in its own org, and nowhere once a byte of it differs', () => {
    const id = replayIdOf(org, 1_764_000_000_123_456);
    expect(positionOf(org, id)).toBe(1_764_000_000_123_456);
    expect(positionOf('00D000000000002EAA', id)).toBeNull();
    for (const place of [0, 7, 8, 15]) {
      const bent = Buffer.from(id);
      bent[place] = (bent[place] ?? 0) ^ 1;
      expect(positionOf(org, bent)).toBeNull();
    }
  });
});
