// Reads an expression in CEL into a rule tree: comparisons of fields under &&, || and !, and nothing that runs.
import type { SubjectKind } from '#sense/signal.ts';
import { inWords } from '#texts/in-words.ts';
import { type Comparing, readComparison } from './cel-comparison.ts';
import { refuse, type Token, tokensOf } from './cel-token.ts';
import { readTree } from './read-tree.ts';
import { type Group, isGroup, type Leaf } from './rule-tree.ts';
import { oppositeOf } from './write-cel.ts';

const mostParentheses = 24;

/** The tree of the expression, checked for this kind of subject. Errors: CEL_INVALID, with line and column. */
export function readCel(source: string, kind: SubjectKind): Group {
  const tokens = tokensOf(source);
  const reading: Comparing = { source, kind, tokens, place: 0, depth: 0 };
  const node = readOr(reading);
  const left = peek(reading);
  if (left.kind !== 'end')
    refuse(source, left.at, inWords('ruleFault.cel.unexpected', { text: JSON.stringify(left.text) }));
  const { tree, faults } = readTree(isGroup(node) ? node : { combinator: 'and', rules: [node] }, kind);
  if (tree !== null) return tree;
  const [first] = faults;
  return refuse(
    source,
    0,
    first === undefined
      ? inWords('ruleFault.notUnderstood')
      : inWords('ruleFault.cel.whole', { problem: first.problem }),
  );
}

function peek(reading: Comparing): Token {
  return reading.tokens[reading.place] ?? { kind: 'end', text: '', at: reading.source.length };
}

function take(reading: Comparing, text: string): boolean {
  const next = peek(reading);
  if (next.kind !== 'sign' || next.text !== text) return false;
  reading.place += 1;
  return true;
}

function readOr(reading: Comparing): Group | Leaf {
  return joined(reading, 'or', '||', readAnd);
}

function readAnd(reading: Comparing): Group | Leaf {
  return joined(reading, 'and', '&&', readNot);
}

function joined(
  reading: Comparing,
  combinator: Group['combinator'],
  sign: string,
  read: (reading: Comparing) => Group | Leaf,
): Group | Leaf {
  const first = read(reading);
  if (peek(reading).text !== sign || peek(reading).kind !== 'sign') return first;
  const rules = [first];
  while (take(reading, sign)) rules.push(read(reading));
  return { combinator, rules };
}

function readNot(reading: Comparing): Group | Leaf {
  if (!take(reading, '!')) return readOne(reading);
  enter(reading);
  const denied = readNot(reading);
  reading.depth -= 1;
  return opposite(denied);
}

function opposite(node: Group | Leaf): Group | Leaf {
  if (!isGroup(node)) return oppositeOf(node) ?? { combinator: 'and', not: true, rules: [node] };
  if (node.not === true) return { combinator: 'and', not: true, rules: [node] };
  return { ...node, not: true };
}

function readOne(reading: Comparing): Group | Leaf {
  const at = peek(reading);
  if (take(reading, '(')) {
    enter(reading);
    const inner = readOr(reading);
    reading.depth -= 1;
    close(reading, at);
    return inner;
  }
  if (at.kind === 'name' && (at.text === 'true' || at.text === 'false')) {
    reading.place += 1;
    return { combinator: at.text === 'true' ? 'and' : 'or', rules: [] };
  }
  if (at.kind === 'name' && at.text === 'ifUnknown') return readIfUnknown(reading);
  return readComparison(reading);
}

function enter(reading: Comparing): void {
  reading.depth += 1;
  if (reading.depth > mostParentheses)
    refuse(reading.source, peek(reading).at, inWords('ruleFault.cel.deep', { most: mostParentheses }));
}

function close(reading: Comparing, open: Token): void {
  if (take(reading, ')')) return;
  const line = reading.source.slice(0, open.at).split('\n').length;
  refuse(reading.source, peek(reading).at, inWords('ruleFault.cel.close', { line }));
}

/** `ifUnknown(score < 50, true)`: what the condition counts as while its field is not known. */
function readIfUnknown(reading: Comparing): Leaf {
  const at = peek(reading);
  reading.place += 1;
  if (!take(reading, '(')) refuse(reading.source, peek(reading).at, inWords('ruleFault.cel.ifUnknown.open'));
  enter(reading);
  const inner = readNot(reading);
  reading.depth -= 1;
  const said = take(reading, ',') ? peek(reading) : null;
  if (said === null || (said.text !== 'true' && said.text !== 'false') || said.kind !== 'name')
    return refuse(reading.source, peek(reading).at, inWords('ruleFault.cel.ifUnknown.second'));
  reading.place += 1;
  close(reading, at);
  if (isGroup(inner)) return refuse(reading.source, at.at, inWords('ruleFault.cel.ifUnknown.one'));
  return { ...inner, ifUnknown: said.text === 'true' };
}
