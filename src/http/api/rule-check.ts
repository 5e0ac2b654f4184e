// POST /api/rules/check: a condition as tree, expression and sentence, or everything that is wrong with it; nobody is counted.
import { z } from 'zod';
import { readTree } from '#advise/rule/read-tree.ts';
import { isRevloopError } from '#errors.ts';
import { apiRoute, none } from '#http/route.ts';
import { condition, conditionShown, inBothLanguages, showCondition, treeIn } from './rule-shape.ts';
import { segmentNames } from './segment-names.ts';

export const ruleCheck = apiRoute({
  method: 'post',
  path: '/api/rules/check',
  name: 'checkRule',
  summary:
    'A condition as tree, expression and sentence, or all that is wrong with it. Quick: nobody is counted.',
  takes: { params: none, query: none, body: z.strictObject(condition) },
  answer: z.object({
    shown: conditionShown.nullable(),
    faults: z.array(
      z.object({
        /** The place in the tree, such as `rules.0.value`; empty for the whole and for an expression. */
        at: z.string(),
        /** What is wrong and what to do. */
        problem: inBothLanguages,
        /** Where in an expression. */
        line: z.number().int().nullable(),
        column: z.number().int().nullable(),
      }),
    ),
  }),
  async handle({ store }, { caller, body }) {
    const names = await segmentNames(store, caller.tenant);
    if (body.cel === undefined && body.when !== undefined) {
      const { tree, faults } = readTree(body.when, body.kind);
      if (tree !== null) return { shown: showCondition(tree, names), faults: [] };
      return { shown: null, faults: faults.map((fault) => ({ ...fault, line: null, column: null })) };
    }
    try {
      return { shown: showCondition(treeIn(body), names), faults: [] };
    } catch (error) {
      if (!isRevloopError(error) || error.code !== 'CEL_INVALID') throw error;
      const { line, column, problem } = error.params;
      const words = typeof problem === 'object' ? problem : { en: String(problem), 'zh-CN': String(problem) };
      return {
        shown: null,
        faults: [{ at: '', problem: words, line: Number(line), column: Number(column) }],
      };
    }
  },
});
