// Whether the four targets of rules agree: closure, trace, SQL and sentence (in both languages), and CEL, on many cases.
import fc from 'fast-check';
import type pg from 'pg';
import { compileRule } from '#advise/rule/compile-rule.ts';
import { compileTrace } from '#advise/rule/explain.ts';
import { readCel } from '#advise/rule/read-cel.ts';
import { readTree } from '#advise/rule/read-tree.ts';
import { ruleSql } from '#advise/rule/rule-sql.ts';
import type { Group } from '#advise/rule/rule-tree.ts';
import { sentence } from '#advise/rule/sentence.ts';
import type { Truth } from '#advise/rule/truth.ts';
import { writeCel } from '#advise/rule/write-cel.ts';
import type { Facts } from '#analyze/field/facts.ts';
import { anyFacts, anyTree } from '#kit/any-rule.ts';
import { readSentence } from '#kit/read-sentence.ts';
import type { Row } from './bench.ts';
import { rounded } from './numbers.ts';

const nowhere = () => ({ source: 'analysis', asOf: null }) as const;

/** `trees` rules, each asked of `facts` sets of facts; every target is compared with the closure, case by case. */
export async function agreement(
  pool: pg.Pool,
  input: { readonly trees: number; readonly facts: number; readonly seed: number },
): Promise<Row[]> {
  const { trees, facts: count, seed } = input;
  const facts = fc.sample(anyFacts, { numRuns: count, seed });
  const sums = new Map<string, { cases: number; apart: number; ms: number }>();
  const answers = { true: 0, false: 0, unknown: 0 };
  const client = await pool.connect();
  try {
    await client.query(
      'create temp table fact_set as select * from jsonb_array_elements($1::jsonb) with ordinality as f(facts, place)',
      [JSON.stringify(facts)],
    );
    for (const drawn of fc.sample(anyTree, { numRuns: trees, seed: seed + 1 })) {
      const { tree } = readTree(drawn, 'company');
      if (tree === null) throw new Error('a drawn tree is none');
      const ask = compileRule(tree);
      const wanted = facts.map(ask);
      for (const truth of wanted) answers[truth === null ? 'unknown' : truth ? 'true' : 'false'] += 1;
      for (const [name, target] of Object.entries(targets))
        await compare(sums, name, wanted, () => target(tree, facts));
      await compare(sums, 'parameterised SQL', wanted, async () => {
        const { text, values } = ruleSql(tree, 'facts');
        const rows = await client.query<{ truth: Truth }>(
          `select ${text} as truth from fact_set order by place`,
          [...values],
        );
        return rows.rows.map(({ truth }) => truth);
      });
    }
  } finally {
    client.release();
  }
  const all = trees * count;
  const share = (part: number) => `${Math.round((100 * part) / all)} %`;
  const said = `true ${share(answers.true)}, false ${share(answers.false)}, not known ${share(answers.unknown)}`;
  return [...sums].map(([target, { cases, apart, ms }]) => ({
    target,
    cases,
    apart,
    'cases/s': rounded(cases / (ms / 1000)),
    answers: said,
  }));
}

const targets: Readonly<Record<string, (tree: Group, facts: readonly Facts[]) => Truth[]>> = {
  'explain trace': (tree, facts) => {
    const trace = compileTrace(tree);
    return facts.map((one) => trace(one, nowhere).result);
  },
  'sentence in English, read back': (tree, facts) => facts.map(readBack('en', tree)),
  'sentence in Chinese, read back': (tree, facts) => facts.map(readBack('zh-CN', tree)),
  'CEL, written and read': (tree, facts) => facts.map(compileRule(readCel(writeCel(tree), 'company'))),
};

function readBack(locale: 'en' | 'zh-CN', tree: Group) {
  const { tree: back } = readTree(readSentence(locale, sentence(locale, tree)), 'company');
  if (back === null) throw new Error(`not understood: ${sentence(locale, tree)}`);
  return compileRule(back);
}

async function compare(
  sums: Map<string, { cases: number; apart: number; ms: number }>,
  name: string,
  wanted: readonly Truth[],
  answer: () => Truth[] | Promise<Truth[]>,
): Promise<void> {
  const began = performance.now();
  const got = await answer();
  const sum = sums.get(name) ?? { cases: 0, apart: 0, ms: 0 };
  sum.ms += performance.now() - began;
  sum.cases += wanted.length;
  sum.apart += wanted.filter((truth, place) => got[place] !== truth).length;
  sums.set(name, sum);
}
