// The settings of one step of a journey's draft.
import { Checkbox, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { useWords } from '../texts.tsx';
import { FieldsForm } from './fields-form.tsx';
import { BranchForm, SplitForm } from './fork-form.tsx';
import type { Graph, GraphNode } from './journey-graph.ts';
import { NodeWays } from './node-ways.tsx';
import { PlaceInput } from './place-input.tsx';
import { RuleInput } from './rule-input.tsx';
import { DurationInput, WordsInput } from './words-input.tsx';

const codes = [
  ...(['call_now', 'reach_out', 'nurture', 'ask_missing', 'review_health', 'interview_customer'] as const),
  ...(['fix_support', 'reengage_users', 'send_comparison', 'expert_call', 'send_guide'] as const),
  ...(['remind_activation', 'close_deal', 'settle_close', 'revive_deal', 'rescue_deal'] as const),
] as const;

type Props = {
  graph: Graph;
  id: string;
  node: GraphNode;
  /** The step's rules in words, in their order. */
  sentences: readonly string[];
  change: (node: GraphNode) => void;
};

export function NodeForm({ graph, id, node, sentences, change }: Props) {
  const { t } = useWords();
  return (
    <Stack gap="sm">
      <Own {...{ graph, id, node, sentences, change }} />
      <NodeWays graph={graph} id={id} node={node} change={change} />
      {acts.has(node.kind) && (
        <Checkbox
          label={t('console.step.dryRun')}
          description={t('console.step.dryRun.text')}
          checked={'dryRun' in node && node.dryRun === true}
          onChange={(event) => change({ ...node, dryRun: event.currentTarget.checked } as GraphNode)}
        />
      )}
    </Stack>
  );
}

const acts = new Set(['alert', 'task', 'chat', 'mail', 'field', 'hook', 'escalate']);

function Own({ graph, node, sentences, change }: Props) {
  const { t } = useWords();
  const days = (value: number, set: (days: number) => void) => (
    <NumberInput
      label={t('console.step.dueDays')}
      value={value}
      onChange={(next) => set(Number(next))}
      min={0}
      max={90}
      allowDecimal={false}
    />
  );
  switch (node.kind) {
    case 'alert':
      return (
        <>
          <WordsInput
            label={t('console.step.title')}
            value={node.title}
            change={(title) => change({ ...node, title })}
          />
          <WordsInput
            label={t('console.step.why')}
            value={node.why}
            change={(why) => change({ ...node, why })}
            rows={2}
          />
          <Select
            label={t('console.step.code')}
            data={codes.map((value) => ({ value, label: t(`advice.${value}.title`) }))}
            value={node.code}
            onChange={(code) => change({ ...node, code: codes.find((one) => one === code) ?? node.code })}
            allowDeselect={false}
          />
        </>
      );
    case 'task':
      return (
        <>
          <WordsInput
            label={t('console.step.title')}
            value={node.title}
            change={(title) => change({ ...node, title })}
          />
          <WordsInput
            label={t('console.step.body')}
            value={node.body}
            change={(body) => change({ ...node, body })}
            rows={2}
          />
          {days(node.dueDays, (dueDays) => change({ ...node, dueDays }))}
          <TextInput
            label={t('console.step.owner')}
            description={t('console.step.owner.text')}
            value={node.owner === 'record' ? '' : node.owner.id}
            onChange={(event) => {
              const user = event.currentTarget.value.trim();
              change({ ...node, owner: user === '' ? 'record' : { id: user } });
            }}
          />
        </>
      );
    case 'mail':
      return (
        <>
          <WordsInput
            label={t('console.step.subject')}
            value={node.subject}
            change={(subject) => change({ ...node, subject })}
          />
          <WordsInput
            label={t('console.step.body')}
            value={node.body}
            change={(body) => change({ ...node, body })}
            rows={4}
          />
          {days(node.dueDays, (dueDays) => change({ ...node, dueDays }))}
        </>
      );
    case 'chat':
      return (
        <>
          <PlaceInput to={node.to} change={(to) => change({ ...node, to })} />
          <WordsInput
            label={t('console.step.words')}
            value={node.text}
            change={(text) => change({ ...node, text })}
            rows={2}
          />
        </>
      );
    case 'escalate':
      return (
        <>
          <DurationInput
            label={t('console.step.after')}
            value={node.after}
            change={(after) => change({ ...node, after })}
          />
          <PlaceInput to={node.to} change={(to) => change({ ...node, to })} />
          <WordsInput
            label={t('console.step.words')}
            value={node.text}
            change={(text) => change({ ...node, text })}
            rows={2}
          />
        </>
      );
    case 'approve':
      return (
        <>
          <WordsInput
            label={t('console.step.ask')}
            value={node.ask}
            change={(ask) => change({ ...node, ask })}
          />
          <DurationInput
            label={t('console.step.atMost')}
            value={node.atMost}
            change={(atMost) => change({ ...node, atMost })}
          />
        </>
      );
    case 'hook':
      return (
        <TextInput
          label={t('console.step.url')}
          description={t('console.step.url.text')}
          value={node.url}
          onChange={(event) => change({ ...node, url: event.currentTarget.value })}
        />
      );
    case 'field':
      return <FieldsForm set={node.set} change={(set) => change({ ...node, set })} />;
    case 'wait':
      return (
        <DurationInput
          label={t('console.step.for')}
          value={node.for}
          change={(time) => change({ ...node, for: time })}
        />
      );
    case 'event':
      return (
        <>
          <TextInput
            label={t('console.step.event.name')}
            value={node.event}
            onChange={(event) => change({ ...node, event: event.currentTarget.value })}
          />
          <DurationInput
            label={t('console.step.atMost')}
            value={node.atMost}
            change={(atMost) => change({ ...node, atMost })}
          />
        </>
      );
    case 'until':
      return (
        <>
          <RuleInput
            label={t('console.step.when')}
            kind={graph.kind}
            value={node.when}
            sentence={sentences[0] ?? ''}
            change={(when) => change({ ...node, when })}
          />
          <DurationInput
            label={t('console.step.atMost')}
            value={node.atMost}
            change={(atMost) => change({ ...node, atMost })}
          />
        </>
      );
    case 'branch':
      return <BranchForm {...{ graph, node, sentences, change }} />;
    case 'split':
      return <SplitForm {...{ node, change }} />;
    default:
      return null;
  }
}
