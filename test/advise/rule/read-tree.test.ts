// A rule tree is read strictly: what react-querybuilder makes is taken, anything else is refused at its place with what to do.
import { describe, expect, test } from 'vitest';
import { readTree } from '#advise/rule/read-tree.ts';
import type { Group } from '#advise/rule/rule-tree.ts';
import { sentence } from '#advise/rule/sentence.ts';

const and = (...rules: readonly unknown[]) => ({ combinator: 'and', rules });
const faults = (input: unknown, kind: 'company' | 'contact' = 'company') =>
  readTree(input, kind).faults ?? [];

describe('a rule tree', () => {
  test('comes as react-querybuilder has it in its state, and is kept without what the editor adds', () => {
    const { tree } = readTree(
      {
        ...{ id: 'root', path: [], combinator: 'or', not: false },
        rules: [
          {
            id: 'a',
            path: [0],
            field: 'score',
            operator: '<',
            value: 60,
            valueSource: 'value',
            ifUnknown: 'hold',
          },
          { id: 'b', field: 'band', operator: 'notNull', value: '' },
        ],
      },
      'company',
    );
    expect(tree).toEqual({
      combinator: 'or',
      rules: [
        { field: 'score', operator: '<', value: 60 },
        { field: 'band', operator: 'notNull' },
      ],
    });
  });

  test('asks a deal for its own bands, and says them in words', () => {
    const { tree } = readTree(and({ field: 'band.before@28', operator: '=', value: 'likely' }), 'deal');
    expect(tree && sentence('en', tree)).toBe('Grade or band 28 days ago is likely to be won');
    expect(tree && sentence('zh-CN', tree)).toContain('很可能赢单');
  });

  test.each([
    [and({ field: 'scor', operator: '<', value: 1 }), 'rules.0.field', 'is not in the catalogue'],
    [and({ field: 'score', operator: 'contains', value: 'a' }), 'rules.0.operator', 'use one of =, !='],
    [and({ field: 'score', operator: '<', value: '9' }), 'rules.0.value', '"9" is not a number'],
    [and({ field: 'score', operator: '<', value: '' }), 'rules.0.value', 'is not a number'],
    [and({ field: 'score', operator: 'between', value: [1] }), 'rules.0.value', 'a list of two'],
    [and({ field: 'band', operator: '=', value: 'E' }), 'rules.0.value', 'not one of A, B, C, D'],
    [and({ field: 'users', operator: '>', value: 1 }), 'rules.0.field', 'needs a number of days'],
    [and({ field: 'users@400', operator: '>', value: 1 }), 'rules.0.field', 'from 1 to 365'],
    [
      and({ field: 'property.date:x', operator: '<', value: '2026-02-31' }),
      'rules.0.value',
      'a date such as',
    ],
    [
      and({ field: 'property.date:x', operator: 'inLast', value: 1.5 }),
      'rules.0.value',
      'whole number of days',
    ],
    [and({ field: 'local.time', operator: '<', value: '25:00' }), 'rules.0.value', 'time of day such as'],
    [
      and({ field: 'score', operator: '<', value: 'band', valueSource: 'field' }),
      'rules.0.value',
      'band is text',
    ],
    [
      and({ field: 'score', operator: '<', value: 5, times: 2 }),
      'rules.0.times',
      'with valueSource field only',
    ],
    [and({ field: 'score', operator: '<', value: 1, surprise: true }), 'rules.0', 'surprise'],
    [
      and(and({ field: 'score', operator: '<', value: 1, ifUnknown: 'maybe' })),
      'rules.0.rules.0.ifUnknown',
      '',
    ],
    [{ combinator: 'xor', rules: [] }, 'combinator', 'and'],
    [and('score < 1'), 'rules.0', ''],
    ['score', '', ''],
    [null, '', ''],
  ])('%j is refused at its place', (input, at, problem) => {
    const [fault] = faults(input);
    expect(fault?.at).toBe(at);
    expect(fault?.problem.en).toContain(problem);
  });

  test('may ask of a subject only what is known of its kind', () => {
    expect(faults(and({ field: 'deals.open', operator: '>', value: 1 }), 'contact')).toEqual([
      {
        at: 'rules.0.field',
        problem: {
          en: 'the field deals.open is not known of a contact; it is of company',
          'zh-CN': '字段 deals.open 对联系人不可用；可用于公司',
        },
      },
    ]);
  });

  test('is limited in depth and size, and nesting without end is refused before it is walked', () => {
    const nested = (depth: number): unknown =>
      Array.from({ length: depth }).reduce((inner) => and(inner), and());
    expect(faults(nested(8))[0]?.problem.en).toContain('deeper than 8');
    expect(faults(nested(7))).toEqual([]);
    expect(faults(nested(100_000))[0]?.problem.en).toContain('deeper than 8');
    const leaf = { field: 'score', operator: '<', value: 1 };
    const wide = and(...Array.from({ length: 2 }, () => and(...Array.from({ length: 60 }, () => leaf))));
    expect(faults(wide)[0]?.problem.en).toContain('120 conditions and may have 100');
    expect(faults(and({ ...leaf, field: 'stage', operator: '=', value: 'a\0b' }))).toHaveLength(1);
    expect(faults(and({ ...leaf, field: 'stage', operator: '=', value: '\ud800' }))).toHaveLength(1);
  });

  test('reads as a sentence in both languages', () => {
    const { tree } = readTree(
      and(
        { field: 'active_days.ratio@14', operator: '<', value: 0.5 },
        {
          combinator: 'or',
          not: true,
          rules: [{ field: 'property:plan', operator: 'in', value: ['pro', 'team'] }],
        },
        {
          field: 'tickets@28',
          operator: '>',
          value: 'tickets.before@28',
          valueSource: 'field',
          times: 1.5,
          ifUnknown: false,
        },
      ),
      'company',
    );
    if (tree === null) throw new Error('refused');
    expect(sentence('en', tree, { property: () => 'Plan' })).toBe(
      "Active days in 14 days against the customer's own past is less than 50 % and not (Plan is one of “pro”, “team”) and Tickets opened in 28 days is more than 1.5 × Tickets opened in 28 days, 28 days ago (and known)",
    );
    expect(sentence('zh-CN', tree, { property: () => '套餐' })).toBe(
      '14 天内活跃天数与该客户以往之比 小于 50 % 且 非（套餐 为其中之一：“pro”、“team”） 且 28 天内新建的工单数 大于 1.5 × 28 天前那 28 天内新建的工单数（且已知）',
    );
  });

  test.each([
    ['customer', true, 'is a customer', '是客户'],
    ['customer', false, 'is not a customer', '不是客户'],
    ['stagnation', true, 'has stopped trying anything new', '不再尝试新功能'],
    ['stagnation', false, 'is still trying new things', '仍在尝试新功能'],
    ['property.flag:beta', true, 'beta is yes', 'beta 为“是”'],
    ['property.flag:beta', false, 'beta is no', 'beta 为“否”'],
  ] as const)('%s as %s is said as a person would', (field, value, inEnglish, inChinese) => {
    const tree: Group = { combinator: 'and', rules: [{ field, operator: '=', value }] };
    expect(sentence('en', tree)).toBe(inEnglish);
    expect(sentence('zh-CN', tree)).toBe(inChinese);
  });

  test('that a yes or no is not known is said as a person would', () => {
    const tree: Group = { combinator: 'and', rules: [{ field: 'customer', operator: 'null' }] };
    expect(sentence('en', tree)).toBe('not known whether it is a customer');
    expect(sentence('zh-CN', tree)).toBe('是否为客户未知');
  });
});
