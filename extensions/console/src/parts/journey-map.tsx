// The map of a journey: its steps from top to bottom, the ways between them, and how many customers are at each.
import { Text } from '@mantine/core';
import { useMemo } from 'react';
import './journey-map.css';
import { useWords } from '../texts.tsx';
import { layOut, type Point } from './graph-layout.ts';
import { type Graph, waysOf } from './journey-graph.ts';
import { useNodeWords } from './node-words.ts';

const sizes = { width: 208, height: 74, across: 22, down: 46 };
export const door = '@enter';
const heldOut = '@held';
const colors = {
  ...{ alert: 'orange', task: 'cyan', chat: 'grape', mail: 'indigo', field: 'teal', hook: 'teal' },
  ...{ wait: 'gray', until: 'gray', event: 'gray', branch: 'blue', split: 'blue', escalate: 'red' },
  ...{ approve: 'yellow', goal: 'green', exit: 'gray' },
} as const;

type Props = {
  graph: Graph;
  /** How many are at each step. */
  counts: ReadonlyMap<string, number>;
  held: number;
  selected: string | null;
  select: (id: string) => void;
  /** Steps with which something is wrong. */
  faulty: ReadonlySet<string>;
};

export function JourneyMap({ graph, counts, held, selected, select, faulty }: Props) {
  const { t, number, percent } = useWords();
  const nodeWords = useNodeWords();
  const { layout, edges } = useMemo(() => {
    const ids = Object.keys(graph.nodes);
    const isHeld = graph.holdout > 0;
    const known = new Set(ids);
    const ways = [
      { from: door, to: graph.start, way: null },
      ...(isHeld ? [{ from: door, to: heldOut, way: null }] : []),
      ...ids.flatMap((from) => {
        const node = graph.nodes[from];
        return node === undefined ? [] : waysOf(node).map((way) => ({ from, to: way.to, way }));
      }),
    ].filter(({ to }) => to === heldOut || known.has(to));
    const all = [door, ...(isHeld ? [heldOut] : []), ...ids];
    return { layout: layOut(all, ways, sizes), edges: ways };
  }, [graph]);
  const labelOf = ({ from, to, way }: (typeof edges)[number]) => {
    if (from === door && graph.holdout > 0)
      return percent(to === heldOut ? graph.holdout : 1 - graph.holdout);
    if (way?.label === undefined) return way?.words ?? '';
    return t(`console.way.${way.label}`, { nr: way.words ?? '' });
  };
  const box = (id: string, kind: string, color: string, title: string, count: number | null, dry = false) => {
    const at = layout.places.get(id);
    if (at === undefined) return null;
    const style = { left: at.x - sizes.width / 2, top: at.y, width: sizes.width, height: sizes.height };
    return (
      <button
        key={id}
        type="button"
        className="step"
        data-color={color}
        data-faulty={faulty.has(id) || undefined}
        aria-pressed={selected === id}
        style={{ ...style, borderLeftColor: `var(--mantine-color-${color}-6)` }}
        onClick={() => select(id)}
      >
        <span className="step-kind">
          {kind}
          {dry && ` · ${t('console.journeys.dry')}`}
        </span>
        <span className="step-title">{title}</span>
        {count !== null && count > 0 && (
          <span className="step-count" title={t('console.journey.here', { count: number(count) })}>
            {number(count)}
          </span>
        )}
      </button>
    );
  };
  return (
    <section className="map" aria-label={t('console.journey.map')}>
      <div style={{ position: 'relative', width: layout.width, height: layout.height, margin: '0 auto' }}>
        <svg width={layout.width} height={layout.height} aria-hidden="true">
          <defs>
            <marker
              id="way-end"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto"
            >
              <path d="M0 0 L8 4 L0 8 z" className="way-end" />
            </marker>
          </defs>
          {layout.lines.map(({ points, back }, nr) => (
            <path
              // biome-ignore lint/suspicious/noArrayIndexKey: lines are made anew with the graph
              key={nr}
              d={pathOf(points)}
              className="way"
              strokeDasharray={back ? '4 4' : undefined}
              markerEnd="url(#way-end)"
            />
          ))}
        </svg>
        {edges.map((edge, nr) => {
          // Two ways to one step lie on one line, and so do their words.
          const same = edges.filter(({ from, to }) => from === edge.from && to === edge.to);
          const label =
            same[0] === edge
              ? same
                  .map(labelOf)
                  .filter((one) => one !== '')
                  .join(' · ')
              : '';
          const [begin, next] = layout.lines[nr]?.points ?? [];
          if (label === '' || begin === undefined || next === undefined) return null;
          // Those of one step stand one below the other where they would cover each other.
          const place = edges.slice(0, nr).filter(({ from }) => from === edge.from).length;
          const down = 0.4 + 0.22 * (place % 3);
          const at = { left: begin.x + (next.x - begin.x) * down, top: begin.y + (next.y - begin.y) * down };
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: ways are made anew with the graph
            <Text key={nr} component="span" className="way-label" style={at}>
              {label}
            </Text>
          );
        })}
        {box(door, t('console.journey.enter'), 'dark', t(`console.journey.kind.${graph.kind}`), null)}
        {graph.holdout > 0 &&
          box(heldOut, t('console.journey.held'), 'gray', t('console.journey.held.text'), held)}
        {Object.entries(graph.nodes).map(([id, node]) =>
          box(
            id,
            t(`console.step.${node.kind}`),
            colors[node.kind],
            nodeWords(node),
            counts.get(id) ?? 0,
            'dryRun' in node && node.dryRun === true,
          ),
        )}
      </div>
    </section>
  );
}

function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let at = first;
  return rest.reduce((path, next) => {
    const half = (next.y - at.y) / 2;
    const part = `C${at.x} ${at.y + half} ${next.x} ${next.y - half} ${next.x} ${next.y}`;
    at = next;
    return `${path} ${part}`;
  }, `M${first.x} ${first.y}`);
}
