// The effect that a decision at a node has; most have none.
import type { Effect } from './effect.ts';
import type { JourneyNode } from './journey-graph.ts';
import type { RunState } from './journey-run.ts';
import type { Decision } from './step.ts';

export function effectOf(node: JourneyNode, { say, because }: Decision, run: RunState): Effect | null {
  // Asking for approval is the one thing that is done when a wait begins.
  if (node.kind === 'approve')
    return say === 'wait' && because.code === 'step'
      ? { kind: 'chat', to: 'manager', text: node.ask, asks: true }
      : null;
  if (say !== 'go') return null;
  switch (node.kind) {
    case 'alert': {
      const { code, title, why } = node;
      return { kind: 'alert', code, title, why, situation: node.situation ?? `journey:${run.journey}` };
    }
    case 'task': {
      const { title, body, dueDays, owner } = node;
      return { kind: 'task', title, body, dueDays, owner: owner === 'record' ? null : owner.id };
    }
    case 'mail': {
      const { subject, body, dueDays } = node;
      return { kind: 'mail', subject, body, dueDays };
    }
    case 'chat':
      return { kind: 'chat', to: node.to, text: node.text };
    case 'field':
      return { kind: 'field', set: node.set };
    case 'hook':
      return { kind: 'hook', url: node.url };
    case 'escalate':
      return because.code === 'unanswered' ? { kind: 'chat', to: node.to, text: node.text } : null;
    default:
      return null;
  }
}
