// Any rule and any facts, with missing values, wrong types and signs that hurt: what property tests draw from.
import { takenBy } from '#advise/rule/operator.ts';
import type { Group, Leaf } from '#advise/rule/rule-tree.ts';
import type { Facts, FactValue } from '#analyze/field/facts.ts';
import type { FieldType } from '#analyze/field/field.ts';
import { fc } from '#kit/fast-check.ts';

export const pool: Readonly<Record<FieldType, readonly string[]>> = {
  number: [
    ...['score', 'events@28', 'events:Logged In@7', 'events.before:Say "or" and@28', 'property.number:seats'],
    ...['days_since.talk', 'active_days.ratio@14', 'health:use'],
  ],
  text: ['property:plan', 'property:plan and tier', 'stage', 'stage.before@28'],
  flag: ['property.flag:beta', 'customer', 'stagnation'],
  date: ['property.date:renewal', 'property.date:signed'],
  choices: ['property.choices:topics'],
  time: ['local.time'],
};

const numbers = [0, 1, 2, 3, 0.5, -1, 60, 1e6, 0.1 + 0.2, 0.3, 1e-7, 123456789.25];
const texts = [
  ...['', 'pro', 'Pro', 'PROFESSIONAL', 'enterprise', 'a”b', "o'neil; drop table", '%_', 'É', '试用', '\\'],
  ...['$1', 'null', ' and ', '(or)', '“'],
];
const dates = ['2026-01-31', '2026-02-28', '2026-03-01T10:00:00Z', '2026-03-01T12:30:00+02:00', '2025-12-31'];
const times = ['00:00', '06:00', '08:30', '12:00', '18:00', '22:00', '24:00'];
export const noon = Date.parse('2026-03-01T12:00:00Z');

const valueFor = {
  number: fc.oneof(fc.constantFrom(...numbers), fc.integer({ min: -50, max: 100 })),
  text: fc.constantFrom(...texts),
  flag: fc.boolean(),
  date: fc.constantFrom(...dates),
  choices: fc.constantFrom(...texts),
  time: fc.constantFrom(...times),
} as const satisfies Record<FieldType, fc.Arbitrary<unknown>>;

const ifUnknown = fc.constantFrom(undefined, 'hold', true, false);

export const anyLeaf: fc.Arbitrary<Leaf> = fc
  .constantFrom<FieldType>(
    ...(['number', 'number', 'number', 'text', 'text', 'flag', 'date', 'choices', 'time'] as const),
  )
  .chain((type) => fc.oneof({ weight: 4, arbitrary: fixed(type) }, { weight: 1, arbitrary: against(type) }));

function fixed(type: FieldType): fc.Arbitrary<Leaf> {
  const operators = Object.entries(takenBy[type]);
  return fc.constantFrom(...operators).chain(([operator, takes]) => {
    const one: fc.Arbitrary<unknown> = valueFor[type];
    const value = {
      nothing: fc.constant(undefined),
      one,
      two: fc.tuple(one, one),
      list: fc.array(one, { minLength: 1, maxLength: 3 }),
      days: fc.integer({ min: 1, max: 90 }),
    }[takes];
    return leafOf(type, { operator, value });
  });
}

function against(type: FieldType): fc.Arbitrary<Leaf> {
  if (type === 'choices' || type === 'flag') return fixed(type);
  const operator = type === 'text' ? fc.constantFrom('=', '!=') : fc.constantFrom('<', '<=', '>', '>=');
  const value = fc.constantFrom(...pool[type]);
  const times = type === 'number' ? fc.constantFrom(undefined, 0.5, 2, 1.1, -1, 0) : fc.constant(undefined);
  return fc.tuple(operator, times).chain(([operator, factor]) =>
    leafOf(type, {
      operator,
      value,
      more: { valueSource: 'field', ...(factor === undefined ? {} : { times: factor }) },
    }),
  );
}

function leafOf(
  type: FieldType,
  part: { operator: string; value: fc.Arbitrary<unknown>; more?: object | undefined },
): fc.Arbitrary<Leaf> {
  return fc
    .tuple(fc.constantFrom(...pool[type]), part.value, ifUnknown)
    .map(([field, value, unknown]) =>
      leafFrom({ field, value, unknown, operator: part.operator, more: part.more }),
    );
}

/** Only plain JSON is drawn; that it is a leaf is for `readTree` to say. */
function leafFrom(drawn: {
  field: string;
  operator: string;
  value: unknown;
  unknown: unknown;
  more?: object | undefined;
}): Leaf {
  return JSON.parse(
    JSON.stringify({
      ...{ field: drawn.field, operator: drawn.operator, value: drawn.value, ifUnknown: drawn.unknown },
      ...drawn.more,
    }),
  );
}

const combinator = fc.constantFrom<Group['combinator']>('and', 'or');
const negated = fc.oneof(
  { weight: 3, arbitrary: fc.constant(false) },
  { weight: 1, arbitrary: fc.constant(true) },
);

export const anyTree: fc.Arbitrary<Group> = fc.letrec<{ node: Group | Leaf; tree: Group }>((tie) => ({
  node: fc.oneof({ maxDepth: 3, withCrossShrink: true }, anyLeaf, tie('tree')),
  tree: fc.record({
    combinator,
    not: negated,
    rules: fc.array(tie('node'), { minLength: 0, maxLength: 4 }),
  }),
})).tree;

const factOf: Readonly<Record<FieldType, fc.Arbitrary<FactValue>>> = {
  number: valueFor.number,
  text: fc.constantFrom(...texts),
  flag: fc.boolean(),
  date: fc.oneof(
    fc.constantFrom(...dates).map((text) => Date.parse(text)),
    fc.integer({ min: -100, max: 100 }).map((days) => noon + days * 86_400_000),
  ),
  choices: fc.array(fc.constantFrom(...texts), { maxLength: 4 }),
  time: fc.constantFrom(0, 359, 360, 361, 510, 720, 1080, 1319, 1320, 1321, 1439),
};

/** A fifth is not there, a tenth is null, a twentieth is of a wrong type. */
export const anyFacts: fc.Arbitrary<Facts> = fc
  .tuple(
    ...Object.entries(factOf).flatMap(([type, value]) =>
      names(type).map((name) =>
        fc
          .tuple(fc.integer({ min: 0, max: 19 }), value, fc.constantFrom<FactValue>(7, 'x', true, ['x']))
          .map(([luck, drawn, wrong]): readonly [string, FactValue | undefined] => [
            name,
            luck < 4 ? undefined : luck < 6 ? null : luck < 7 ? wrong : drawn,
          ]),
      ),
    ),
  )
  .map((entries) => ({ ...Object.fromEntries(entries.filter(isThere)), now: noon }));

function names(type: string): readonly string[] {
  return Object.entries(pool).find(([one]) => one === type)?.[1] ?? [];
}

function isThere(entry: readonly [string, FactValue | undefined]): entry is readonly [string, FactValue] {
  return entry[1] !== undefined;
}
