// How often each endpoint of the simulated Salesforce was called, ids left out of the paths.

type CountedCall = {
  readonly org: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
};

export type CallCounter = {
  add(call: CountedCall): void;
  read(): {
    readonly calls: number;
    readonly byEndpoint: readonly (Omit<CountedCall, 'org'> & { org: string; count: number })[];
  };
  reset(): void;
};

export function openCallCounter(): CallCounter {
  const counts = new Map<string, { readonly call: CountedCall; count: number }>();
  return {
    add(call) {
      const key = JSON.stringify([call.org, call.method, call.path, call.status]);
      const known = counts.get(key);
      if (known === undefined) counts.set(key, { call, count: 1 });
      else known.count += 1;
    },
    read: () => ({
      calls: [...counts.values()].reduce((sum, one) => sum + one.count, 0),
      byEndpoint: [...counts.values()].map(({ call, count }) => ({ ...call, count })),
    }),
    reset: () => counts.clear(),
  };
}
