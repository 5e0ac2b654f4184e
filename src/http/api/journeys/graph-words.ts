// The rules of a journey's graph in words, so that whoever reads it need not read a tree.
import { z } from 'zod';
import { type JourneyGraph, treesOf } from '#advise/journey/journey-graph.ts';
import { words } from '#advise/journey/words.ts';
import { readTree } from '#advise/rule/read-tree.ts';
import { type SegmentNames, sayTree } from '#http/api/segment-names.ts';

/** The rules of a graph in words: by step, or `enter`, `leave`, `goal`, in the order in which they are asked. */
export const ruleSentences = z.record(z.string(), z.array(words));

/** One that cannot be read any more has no words; what is wrong with it stands among the problems. */
export function sayRules(graph: JourneyGraph, names: SegmentNames): z.infer<typeof ruleSentences> {
  const said = treesOf(graph).map(({ at, tree }) => {
    const read = readTree(tree, graph.kind).tree;
    return { at, words: read === null ? { en: '?', 'zh-CN': '?' } : sayTree(read, names) };
  });
  const by = Map.groupBy(said, ({ at }) => at);
  return Object.fromEntries([...by].map(([at, list]) => [at, list.map((one) => one.words)]));
}
