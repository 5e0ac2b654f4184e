// Counts the API calls per portal, method, path and status, so that benchmarks can say what they cost.

type CallCount = {
  readonly portalId: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly count: number;
};

export type CallCounter = {
  add(call: Omit<CallCount, 'count'>): void;
  read(): { readonly total: number; readonly calls: readonly CallCount[] };
  reset(): void;
};

export function openCallCounter(): CallCounter {
  const counts = new Map<string, CallCount>();
  return {
    add(call) {
      const key = `${call.portalId} ${call.method} ${call.path} ${call.status}`;
      counts.set(key, { ...call, count: (counts.get(key)?.count ?? 0) + 1 });
    },
    read() {
      const calls = [...counts.values()].sort((a, b) => b.count - a.count);
      return { total: calls.reduce((sum, one) => sum + one.count, 0), calls };
    },
    reset: () => counts.clear(),
  };
}

/** The path with the object type kept and everything that names one thing replaced: /contacts/{id}. */
export function pathTemplate(pattern: string, param: (name: string) => string): string {
  return pattern.replaceAll(/:(\w+)/g, (_, name: string) =>
    name === 'type' || name === 'toType' ? param(name) : `{${name}}`,
  );
}
