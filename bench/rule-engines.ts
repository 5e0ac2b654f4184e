// Other rule engines under the same rule.
import { z } from 'zod';

/** A customer of the benchmark; the names fit every engine. */
export type Customer = {
  readonly logins7: number;
  readonly logins28avg: number;
  readonly plan: string;
  readonly score: number;
  readonly open: number;
  readonly nps: number;
  readonly days: number;
};

export type Rival = {
  readonly name: string;
  readonly ask: (customer: Customer) => boolean | Promise<boolean>;
};

/** The rule in plain code: what every engine must answer. */
export function plainAnswer({ logins7, logins28avg, plan, score, open, nps, days }: Customer): boolean {
  const few = logins7 < 0.5 * logins28avg;
  return (
    few && (plan === 'pro' || plan === 'enterprise') && score < 60 && (open >= 2 || nps < 7) && days <= 180
  );
}

const cel =
  'logins7 < 0.5 * logins28avg && plan in ["pro", "enterprise"] && score < 60.0 && (open >= 2.0 || nps < 7.0) && days <= 180.0';
const jsonLogic = {
  and: [
    { '<': [{ var: 'logins7' }, { '*': [0.5, { var: 'logins28avg' }] }] },
    { in: [{ var: 'plan' }, ['pro', 'enterprise']] },
    { '<': [{ var: 'score' }, 60] },
    { or: [{ '>=': [{ var: 'open' }, 2] }, { '<': [{ var: 'nps' }, 7] }] },
    { '<=': [{ var: 'days' }, 180] },
  ],
};

const fn = z.custom<(...given: readonly unknown[]) => unknown>((value) => typeof value === 'function');
const maker = z.custom<new (...given: readonly unknown[]) => unknown>((value) => typeof value === 'function');
const method = (name: string) => z.looseObject({ [name]: fn });

const makers: Readonly<
  Record<string, (loaded: unknown) => (customer: Customer) => boolean | Promise<boolean>>
> = {
  'json-logic-engine'(loaded) {
    const { LogicEngine } = z.looseObject({ LogicEngine: maker }).parse(loaded);
    const engine = new LogicEngine();
    const run = method('run').parse(engine)['run'];
    // Interpreted: `build` of this engine evaluates code.
    return (customer) => run?.call(engine, jsonLogic, customer) === true;
  },
  '@marcbachmann/cel-js'(loaded) {
    const { parse } = z.looseObject({ parse: fn }).parse(loaded);
    const ask = fn.parse(parse(cel));
    return (customer) => ask(customer) === true;
  },
  'cel-js'(loaded) {
    const { parse, evaluate } = z.looseObject({ parse: fn, evaluate: fn }).parse(loaded);
    const { cst } = z.looseObject({ cst: z.unknown() }).parse(parse(cel));
    return (customer) => evaluate(cst, customer) === true;
  },
  'json-rules-engine'(loaded) {
    const { Engine } = z.looseObject({ Engine: maker }).parse(loaded);
    const number = (fact: string, operator: string, value: unknown) => ({ fact, operator, value });
    const conditions = {
      all: [
        number('logins7', 'lessThan', { fact: 'half' }),
        number('plan', 'in', ['pro', 'enterprise']),
        number('score', 'lessThan', 60),
        { any: [number('open', 'greaterThanInclusive', 2), number('nps', 'lessThan', 7)] },
        number('days', 'lessThanInclusive', 180),
      ],
    };
    const engine = new Engine([{ conditions, event: { type: 'yes' } }]);
    const run = method('run').parse(engine)['run'];
    const shape = z.looseObject({ events: z.array(z.unknown()) });
    return async (customer) => {
      const answer = await run?.call(engine, { ...customer, half: customer.logins28avg / 2 });
      return shape.parse(answer).events.length > 0;
    };
  },
};

export async function rivals(): Promise<Rival[]> {
  return Promise.all(
    Object.entries(makers).map(async ([name, make]) => ({ name, ask: make(await import(name)) })),
  );
}
