// Installs under way: a state works once, in the browser that began it, for a quarter of an hour.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '#kit/database.ts';
import type { Installs } from '#ports/installs.ts';
import { openInstalls } from '#store/installs.ts';

const now = new Date('2026-11-22T12:00:00Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

describe('installs', () => {
  let database: TestDatabase;
  let installs: Installs;
  beforeAll(async () => {
    database = await freshDatabase();
    installs = openInstalls(database.store.db);
  });
  afterAll(() => database.close());
  const begin = (tenant: string | null = null) =>
    installs.begin({ platform: 'hubspot', tenant, verifier: 'v', loginUrl: 'https://login.test' }, now);

  it('gives back what was begun, once', async () => {
    const tenant = await database.tenant();
    const secrets = await begin(tenant);
    const input = { platform: 'hubspot' as const, ...secrets };
    expect(await installs.consume(input, later(1))).toEqual({
      platform: 'hubspot',
      tenant,
      verifier: 'v',
      loginUrl: 'https://login.test',
    });
    expect(await installs.consume(input, later(1))).toBeNull();
  });

  it('serves only one of many callbacks that come at once', async () => {
    const input = { platform: 'hubspot' as const, ...(await begin()) };
    const ends = await Promise.all(Array.from({ length: 20 }, () => installs.consume(input, now)));
    expect(ends.filter((one) => one !== null)).toHaveLength(1);
  });

  it('refuses another browser, and uses the state up by that', async () => {
    const [mine, theirs] = [await begin(), await begin()];
    const input = { platform: 'hubspot' as const, state: mine.state };
    expect(await installs.consume({ ...input, browser: theirs.browser }, now)).toBeNull();
    expect(await installs.consume({ ...input, browser: mine.browser }, now)).toBeNull();
  });

  it('refuses another platform, a late callback and a state nobody gave', async () => {
    const [one, two] = [await begin(), await begin()];
    expect(await installs.consume({ platform: 'slack', ...one }, now)).toBeNull();
    expect(await installs.consume({ platform: 'hubspot', ...two }, later(15))).toBeNull();
    expect(await installs.consume({ platform: 'hubspot', state: 'x', browser: 'y' }, now)).toBeNull();
  });

  it('keeps neither secret in the database, and forgets what is over', async () => {
    const { state, browser } = await begin();
    const { rows } = await database.store.pool.query('select * from install');
    expect(JSON.stringify(rows)).not.toContain(state);
    expect(JSON.stringify(rows)).not.toContain(browser);
    expect(await installs.sweep(later(20))).toBeGreaterThan(0);
    expect((await database.store.pool.query('select from install')).rowCount).toBe(0);
  });
});
