// What a step of a journey does, in a few words of the reader's language.
import { useWords } from '../texts.tsx';
import type { Duration, GraphNode } from './journey-graph.ts';

/** A duration as people say it: 3 days 4 hours. */
export function useDuration(): (length: Duration) => string {
  const { t } = useWords();
  return (length) =>
    (['days', 'hours', 'minutes'] as const)
      .filter((unit) => (length[unit] ?? 0) > 0)
      .map((unit) => t(`console.duration.${unit}`, { count: length[unit] ?? 0 }))
      .join(' ');
}

export function useNodeWords(): (node: GraphNode) => string {
  const { t, locale } = useWords();
  const lasts = useDuration();
  const placeOf = (to: string | { channel: string }) =>
    typeof to === 'string' ? t(`console.place.${to}`) : to.channel;
  return (node) => {
    switch (node.kind) {
      case 'alert':
      case 'task':
        return node.title[locale];
      case 'mail':
        return node.subject[locale];
      case 'chat':
        return `${placeOf(node.to)}: ${node.text[locale]}`;
      case 'field':
        return Object.entries(node.set)
          .map(([name, value]) => `${name} = ${value}`)
          .join(', ');
      case 'hook':
        return node.url;
      case 'wait':
        return lasts(node.for);
      case 'until':
        return t('console.step.until.text', { time: lasts(node.atMost) });
      case 'event':
        return t('console.step.event.text', { event: node.event, time: lasts(node.atMost) });
      case 'branch':
        return t('console.step.branch.text', { count: node.arms.length });
      case 'split':
        return node.arms.map(({ name }) => name).join(' / ');
      case 'escalate':
        return t('console.step.escalate.text', { time: lasts(node.after), to: placeOf(node.to) });
      case 'approve':
        return node.ask[locale];
      default:
        return t(`console.step.${node.kind}.text`);
    }
  };
}
