// Compiles a rule tree to a closure: facts in, true, false or not known out. Nothing is evaluated as code.
import type { Facts, FactValue } from '#analyze/field/facts.ts';
import { type Condition, conditionOf, folded, type Order } from './condition.ts';
import { type Group, isGroup, type Leaf } from './rule-tree.ts';
import type { Truth } from './truth.ts';

export type Ask = (facts: Facts) => Truth;
const day = 86_400_000;

export function compileRule(tree: Group): Ask {
  const asked = tree.rules.map((node) => (isGroup(node) ? compileRule(node) : compileLeaf(node)));
  const whole = tree.combinator === 'and' ? every(asked) : some(asked);
  if (tree.not !== true) return whole;
  return (facts) => {
    const truth = whole(facts);
    return truth === null ? null : !truth;
  };
}

function every(asked: readonly Ask[]): Ask {
  const [first, second] = asked;
  if (first !== undefined && second === undefined) return first;
  return (facts) => {
    let truth: Truth = true;
    for (const ask of asked) {
      const one = ask(facts);
      if (one === false) return false;
      if (one === null) truth = null;
    }
    return truth;
  };
}

function some(asked: readonly Ask[]): Ask {
  const [first, second] = asked;
  if (first !== undefined && second === undefined) return first;
  return (facts) => {
    let truth: Truth = false;
    for (const ask of asked) {
      const one = ask(facts);
      if (one === true) return true;
      if (one === null) truth = null;
    }
    return truth;
  };
}

export function compileLeaf(leaf: Leaf): Ask {
  const condition = conditionOf(leaf);
  const ask = askOf(condition);
  const { ifUnknown } = condition;
  return ifUnknown === null ? ask : (facts) => ask(facts) ?? ifUnknown;
}

/** The condition alone, before `ifUnknown`. */
export function askOf({ field, type, test }: Condition): Ask {
  switch (test.test) {
    case 'known': {
      const { negated } = test;
      return (facts) => isKnown(facts[field], type) !== negated;
    }
    case 'equal': {
      const { value, negated } = test;
      const kind = typeof value;
      return (facts) => {
        const known = facts[field];
        return typeof known === kind ? (known === value) !== negated : null;
      };
    }
    case 'order':
      return orderOf(field, test.order, test.value);
    case 'range': {
      const { from, to, negated } = test;
      return ifNumber(field, (known) => (known >= from && known <= to) !== negated);
    }
    case 'near': {
      const { from, to, negated } = test;
      return (facts) => {
        const known = facts[field];
        if (typeof known !== 'number') return null;
        return (known >= facts.now + from * day && known <= facts.now + to * day) !== negated;
      };
    }
    case 'listed': {
      const { negated } = test;
      const list = new Set(test.list);
      return (facts) => {
        const known = facts[field];
        return typeof known === 'string' ? list.has(known) !== negated : null;
      };
    }
    case 'text': {
      const { place, text, negated } = test;
      return (facts) => {
        const known = facts[field];
        return typeof known === 'string' ? placed(folded(known), place, text) !== negated : null;
      };
    }
    case 'has': {
      const { list, every: whole, negated } = test;
      return (facts) => {
        const known = facts[field];
        if (!Array.isArray(known)) return null;
        const has = (one: string) => known.includes(one);
        return (whole ? list.every(has) : list.some(has)) !== negated;
      };
    }
    case 'other':
      return otherOf(field, test.order, test.other, test.times, typeof sample[type]);
  }
}

const sample = { number: 0, date: 0, time: 0, text: '', flag: false, choices: [] } as const;

/** Whether the value is one that the type can have: anything else counts as not known. */
export function isKnown(value: FactValue | undefined, type: Condition['type']): boolean {
  if (type === 'choices') return Array.isArray(value);
  return value !== null && value !== undefined && typeof value === typeof sample[type];
}

function ifNumber(field: string, ask: (known: number) => boolean): Ask {
  return (facts) => {
    const known = facts[field];
    return typeof known === 'number' ? ask(known) : null;
  };
}

// One closure for each order: a switch inside would be asked anew each time.
function orderOf(field: string, order: Order, value: number): Ask {
  switch (order) {
    case '<':
      return ifNumber(field, (known) => known < value);
    case '<=':
      return ifNumber(field, (known) => known <= value);
    case '>':
      return ifNumber(field, (known) => known > value);
    case '>=':
      return ifNumber(field, (known) => known >= value);
  }
}

function otherOf(field: string, order: Order | '=' | '!=', other: string, times: number, kind: string): Ask {
  if (order === '=' || order === '!=') {
    const negated = order === '!=';
    return (facts) => {
      const [known, against] = [facts[field], facts[other]];
      if (typeof known !== kind || typeof against !== kind) return null;
      const compared = typeof against === 'number' ? against * times : against;
      return (known === compared) !== negated;
    };
  }
  const compare = comparisons[order];
  return (facts) => {
    const known = facts[field];
    const against = facts[other];
    return typeof known === 'number' && typeof against === 'number' ? compare(known, against * times) : null;
  };
}

const comparisons = {
  '<': (one: number, other: number) => one < other,
  '<=': (one: number, other: number) => one <= other,
  '>': (one: number, other: number) => one > other,
  '>=': (one: number, other: number) => one >= other,
} as const satisfies Record<Order, (one: number, other: number) => boolean>;

function placed(known: string, place: 'contains' | 'beginsWith' | 'endsWith', text: string): boolean {
  if (place === 'contains') return known.includes(text);
  return place === 'beginsWith' ? known.startsWith(text) : known.endsWith(text);
}
