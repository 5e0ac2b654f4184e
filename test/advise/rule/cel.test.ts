// CEL: the expert's way to write a rule gives the same tree, and says where something is wrong and what to do.
import { describe, expect, test } from 'vitest';
import { compileRule } from '#advise/rule/compile-rule.ts';
import { readCel } from '#advise/rule/read-cel.ts';
import { readTree } from '#advise/rule/read-tree.ts';
import { writeCel } from '#advise/rule/write-cel.ts';
import { isRevloopError } from '#errors.ts';
import { anyFacts, anyTree } from '#kit/any-rule.ts';
import { fc } from '#kit/fast-check.ts';

function refusal(source: string): string {
  try {
    readCel(source, 'company');
  } catch (error) {
    if (isRevloopError(error)) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'not refused';
}

describe('an expression in CEL', () => {
  test('becomes the tree that a person would have put together', () => {
    const source =
      'stage == "customer" && (score < 60 || tickets(28) > 1.5 * tickets.before(28)) && !has(band)';
    expect(readCel(source, 'company')).toEqual({
      combinator: 'and',
      rules: [
        { field: 'stage', operator: '=', value: 'customer' },
        {
          combinator: 'or',
          rules: [
            { field: 'score', operator: '<', value: 60 },
            {
              field: 'tickets@28',
              operator: '>',
              value: 'tickets.before@28',
              valueSource: 'field',
              times: 1.5,
            },
          ],
        },
        { field: 'band', operator: 'null' },
      ],
    });
  });

  test('says the same of any facts after it was written and read again', () => {
    fc.assert(
      fc.property(anyTree, anyFacts, (drawn, facts) => {
        const { tree } = readTree(drawn, 'company');
        if (tree === null) throw new Error('the drawn tree is none');
        const again = readCel(writeCel(tree), 'company');
        expect(compileRule(again)(facts)).toBe(compileRule(tree)(facts));
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['score = 5', 'line 1, column 7: "=" has no meaning here; write == for equal'],
    ['score < 5 &&\n  plan == "pro"', 'line 2, column 3: plan is not in the catalogue of fields'],
    ['score < "high"', 'column 1: "high" is not a number'],
    ['events < 5', 'column 1: the field events needs a number of days from 1 to 365 after an @'],
    ['(score < 5', 'column 11: a ) is missing for the one opened in line 1'],
    ['score', 'column 6: compare score with something, as in score > 5'],
    ['stage == "a', 'column 10: this text is not closed'],
    ['stage.matches("^(a+)+$")', 'matches is no method; use one of contains'],
    ['score < 5 score > 3', 'column 11: "score" is not expected; join conditions by && or ||'],
    ['stage.constructor("x")', 'constructor is no method'],
    ['__proto__ == 1', '__proto__ is not in the catalogue'],
    [
      'mails_in(14) > 2 && health("sales") < 3',
      'column 21: the field health:sales takes one of use, breadth',
    ],
    ['', 'column 1: a value is missing'],
  ])('%j is refused at its place with what to do', (source, says) => {
    expect(refusal(source)).toContain(says);
    expect(refusal(source)).toContain('CEL_INVALID');
  });

  test.each([
    ['score = 5', '"=" 在此处没有意义；等于请写 =='],
    ['plan == "pro"', 'plan 不在字段目录中；GET /api/fields 会列出所有字段'],
    ['score < "high"', '"high" 不是数值'],
    ['events < 5', '字段 events 需要在 @ 之后写上 1 到 365 的天数，例如 events@28'],
    ['score.between(1', 'between 的末尾缺少 )'],
    ['', '缺少一个值：数值、引号内的文本、true 或 false；此处是末尾'],
  ])('%j is refused in Chinese too', (source, says) => {
    expect(() => readCel(source, 'company')).toThrow(
      expect.objectContaining({
        params: expect.objectContaining({ problem: expect.objectContaining({ 'zh-CN': says }) }),
      }),
    );
  });

  test('is limited in length, words and nesting, whatever is written', () => {
    expect(refusal(`stage == "${'a'.repeat(6000)}"`)).toContain('longer than 5000 signs');
    expect(refusal(`${'('.repeat(300)}score < 5${')'.repeat(300)}`)).toContain('nested deeper than 24');
    expect(refusal(`${'!'.repeat(300)}has(score)`)).toContain('nested deeper than 24');
    expect(refusal(Array.from({ length: 400 }, () => 'score < 5').join('&&'))).toContain(
      '1500 words and signs',
    );
    expect(refusal(Array.from({ length: 150 }, () => 'score < 5').join('&&'))).toContain('100');
  });

  test('never fails in another way, whatever comes in', () => {
    const word = fc.constantFrom(
      ...[
        'score',
        'has',
        'ifUnknown',
        '(',
        ')',
        '&&',
        '||',
        '!',
        '==',
        '<',
        '5',
        '"a"',
        '[',
        ']',
        ',',
        '.',
        '*',
      ],
      ...['events', 'property', 'in', 'true', 'timestamp', '-', 'between', '\\', '"', '\n', '试'],
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 14 }), (words) => {
        expect(refusal(words.join(' '))).toMatch(/^(not refused|CEL_INVALID )/);
      }),
      { numRuns: 5000 },
    );
  });
});
