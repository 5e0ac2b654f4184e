// What went on at the token endpoint, counted so that a test can say "never once".
import { numberOf } from '#sandbox/sqlite.ts';
import type { Orgs } from './orgs.ts';

const names = ['exchanges', 'refreshes', 'reuses', 'refusals'] as const;
export type OauthCount = (typeof names)[number];

export function countOauth({ database }: Pick<Orgs, 'database'>, org: string, name: OauthCount): void {
  database.run(
    `insert into counters (org, name, value) values (?, ?, 1)
     on conflict (org, name) do update set value = value + 1`,
    ...[org, `oauth:${name}`],
  );
}

/** `reuses` are uses of a refresh token that had been used before: each ended a connection. */
export function oauthCounts({ database }: Pick<Orgs, 'database'>, org: string): Record<OauthCount, number> {
  const count = (name: OauthCount) =>
    numberOf(
      database.get('select value from counters where org = ? and name = ?', org, `oauth:${name}`) ?? {},
      'value',
    );
  return {
    exchanges: count('exchanges'),
    refreshes: count('refreshes'),
    reuses: count('reuses'),
    refusals: count('refusals'),
  };
}
