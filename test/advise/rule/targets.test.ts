// One rule, four targets: closure, trace, SQL and sentence say the same of any facts, also of those that are not known.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileRule } from '#advise/rule/compile-rule.ts';
import { explain } from '#advise/rule/explain.ts';
import { readTree } from '#advise/rule/read-tree.ts';
import { ruleSql } from '#advise/rule/rule-sql.ts';
import type { Group } from '#advise/rule/rule-tree.ts';
import { sentence } from '#advise/rule/sentence.ts';
import { anyFacts, anyTree } from '#kit/any-rule.ts';
import { freshDatabase, type TestDatabase } from '#kit/database.ts';
import { fc } from '#kit/fast-check.ts';
import { readSentence } from '#kit/read-sentence.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

function read(input: unknown): Group {
  const { tree, faults } = readTree(input, 'company');
  if (tree === null) throw new Error(JSON.stringify(faults));
  return tree;
}

const nowhere = () => ({ source: 'analysis', asOf: null }) as const;

describe('the four targets of a rule', () => {
  test('the closure and the trace give the same answer', () => {
    fc.assert(
      fc.property(anyTree, anyFacts, (drawn, facts) => {
        const tree = read(drawn);
        expect(explain(tree, facts, nowhere).result).toBe(compileRule(tree)(facts));
      }),
      { numRuns: 3000 },
    );
  });

  test('PostgreSQL gives the same answer as the closure, not known included', async () => {
    await fc.assert(
      fc.asyncProperty(anyTree, fc.array(anyFacts, { minLength: 1, maxLength: 12 }), async (drawn, many) => {
        const tree = read(drawn);
        const { text, values } = ruleSql(tree, 'f.facts', 1);
        const answer = await database.store.pool.query<{ truth: boolean | null }>(
          `select ${text} as truth from jsonb_array_elements($1::jsonb) with ordinality as f(facts, place) order by place`,
          [JSON.stringify(many), ...values],
        );
        expect(answer.rows.map(({ truth }) => truth)).toEqual(many.map(compileRule(tree)));
      }),
      { numRuns: 400 },
    );
  });

  test.each(['en', 'zh-CN'] as const)('whoever reads the sentence in %s back has the same rule', (locale) => {
    fc.assert(
      fc.property(anyTree, anyFacts, (drawn, facts) => {
        const tree = read(drawn);
        const back = read(readSentence(locale, sentence(locale, tree)));
        expect(compileRule(back)(facts)).toBe(compileRule(tree)(facts));
      }),
      { numRuns: 1500 },
    );
  });
});
