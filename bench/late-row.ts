// A row of the table of late data: how right findings were, and how sure they said they were.
import { auc } from '#learn/metrics.ts';
import type { Row } from './bench.ts';

export type Said = { readonly truth: number; readonly said: number; readonly confidence: number };
export type Judged = Readonly<Record<'lead' | 'health' | 'stagnation', Said[]>> & {
  readonly stalled: { readonly right: boolean; readonly found: boolean }[];
};

export function rowOf(late: number, all: readonly Judged[]): Row {
  const [lead, index, still] = [
    all.flatMap((one) => one.lead),
    all.flatMap((one) => one.health),
    all.flatMap((one) => one.stagnation),
  ];
  const stalled = all.flatMap((one) => one.stalled);
  const right = stalled.filter((one) => one.right && one.found).length;
  return {
    'days late': late,
    leads: lead.length,
    'lead AUC': rounded(expectedAuc(lead)),
    'lead log loss': rounded(expectedLoss(lead)),
    'lead confidence': rounded(mean(lead)),
    customers: index.length,
    'health AUC': rounded(
      auc(
        index.map(({ truth }) => truth),
        index.map(({ said }) => said),
      ),
    ),
    'health confidence': rounded(mean(index)),
    'stagnation AUC': rounded(
      auc(
        still.map(({ truth }) => truth),
        still.map(({ said }) => said),
      ),
    ),
    found: rounded(right / Math.max(1, stalled.filter((one) => one.right).length)),
    right: rounded(right / Math.max(1, stalled.filter((one) => one.found).length)),
    'stagnation confidence': rounded(mean(still)),
  };
}

const rounded = (value: number) => Math.round(value * 1000) / 1000;
const mean = (list: readonly Said[]) =>
  list.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, list.length);

function expectedLoss(list: readonly Said[]): number {
  const loss = ({ truth, said }: Said) => -truth * Math.log(said) - (1 - truth) * Math.log(1 - said);
  return list.reduce((sum, one) => sum + loss(one), 0) / Math.max(1, list.length);
}

/** The chance that of a lead that converts and one that does not the first has the higher score. */
function expectedAuc(list: readonly Said[]): number {
  let [above, pairs] = [0, 0];
  for (const one of list)
    for (const other of list) {
      if (one === other) continue;
      const weight = one.truth * (1 - other.truth);
      pairs += weight;
      above += weight * (one.said > other.said ? 1 : one.said === other.said ? 0.5 : 0);
    }
  return above / pairs;
}
