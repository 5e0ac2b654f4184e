// A benchmark: what it shows in one sentence, its options, and what it does with them.

/** What a benchmark has to tell people with. */
export type Stage = { readonly say: (line: string) => void };

export type Bench = {
  readonly summary: string;
  readonly usage: string;
  readonly run: (args: readonly string[], stage: Stage) => Promise<BenchResult>;
};

export type Row = Readonly<Record<string, string | number | null>>;

/** `tables` are printed; `details` go into the JSON only. */
export type BenchResult = {
  readonly tables: readonly { readonly title: string; readonly rows: readonly Row[] }[];
  readonly notes: readonly string[];
  readonly details: Readonly<Record<string, unknown>>;
};
