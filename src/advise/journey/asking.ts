// Asking about one customer: rules against its facts, and when it last did something.

import { explain, type GroupTrace, type Origins } from '#advise/rule/explain.ts';
import { readTree } from '#advise/rule/read-tree.ts';
import { type Group, leavesOf } from '#advise/rule/rule-tree.ts';
import type { Circle } from '#analyze/circle.ts';
import { linked } from '#analyze/circle.ts';
import type { Facts } from '#analyze/field/facts.ts';
import { type JourneyGraph, type JourneyKind, type JourneyRule, treesOf } from './journey-graph.ts';

export type Asking = {
  readonly ask: (rule: JourneyRule) => GroupTrace;
  readonly lastEvent: (name: string) => Date | null;
};

/** What is known of one subject, by the references that rules ask for. */
export type Known = { readonly facts: Facts; readonly origins: Origins };

/** Rules in their plain form, each read once; one whose fields are no longer in the catalogue knows nothing. */
export type Rulebook = (rule: JourneyRule) => Group | null;

export function openRulebook(kind: JourneyKind): Rulebook {
  const read = new Map<JourneyRule, Group | null>();
  return (rule) => {
    const known = read.get(rule);
    if (known !== undefined) return known;
    const { tree } = readTree(rule, kind);
    read.set(rule, tree);
    return tree;
  };
}

const nothing: GroupTrace = { combinator: 'and', not: false, result: null, rules: [] };

export function askingOf(rulebook: Rulebook, circle: Circle, known: Known): Asking {
  return {
    ask(rule) {
      const tree = rulebook(rule);
      return tree === null ? nothing : explain(tree, known.facts, known.origins);
    },
    lastEvent: (name) => lastEvent(circle, name),
  };
}

/** References that the rules of a graph ask for, those compared with included. */
export function referencesOf(graph: JourneyGraph): string[] {
  return treesOf(graph).flatMap(({ tree }) => referencesIn(tree, graph.kind));
}

export function referencesIn(rule: JourneyRule, kind: JourneyKind): string[] {
  const { tree } = readTree(rule, kind);
  if (tree === null) return [];
  return leavesOf(tree).flatMap(({ leaf }) =>
    leaf.valueSource === 'field' ? [leaf.field, String(leaf.value)] : [leaf.field],
  );
}

/** A company does what its people do. */
function lastEvent(circle: Circle, name: string): Date | null {
  const twins = [circle.twin, ...linked(circle, 'contact').map(({ twin }) => twin)];
  const times = twins.flatMap(({ events }) =>
    Object.hasOwn(events, name) ? [Date.parse(events[name]?.last ?? '')] : [],
  );
  return times.length === 0 ? null : new Date(Math.max(...times));
}
