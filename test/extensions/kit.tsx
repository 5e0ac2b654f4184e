// Renders the assembled card with HubSpot's own test renderer and a stand-in for HubSpot's signing proxy.
import {
  createRenderer,
  type RenderedChildNode,
  type RenderedRootNode,
} from '@hubspot/ui-extensions/testing';
import type { Fetcher } from '#cards/card-client.ts';
import { RecordCard } from '#cards/RecordCard.tsx';
import type { CardAnswered, CardView } from '#http/hubspot/card-view.ts';

export type Call = { url: URL; method: string; body: unknown };

/** A back end that answers from `views`, in order (the last one stays), and keeps the calls it got. */
export function aBackEnd(script: { views: (CardView | 'down')[]; answers?: (CardAnswered | 'down')[] }) {
  const calls: Call[] = [];
  const views = [...script.views];
  const answers = [...(script.answers ?? [])];
  const fetcher: Fetcher = async (url, options) => {
    calls.push({ url: new URL(url), method: options.method, body: options.body });
    const queue: (CardView | CardAnswered | 'down')[] = options.method === 'GET' ? views : answers;
    const now = queue.length > 1 ? queue.shift() : queue[0];
    if (now === undefined || now === 'down')
      return { ok: false, status: 502, json: async () => ({ status: 'error' }) };
    return { ok: true, status: 200, json: async () => now };
  };
  return { fetcher, calls };
}

type Shown = { fetcher: Fetcher; where?: 'crm.record.tab' | 'crm.record.sidebar'; locale?: string };

/** HubSpot's renderer, which gives up after a second unless told otherwise: too early on a busy machine. */
export function aRenderer(where: Parameters<typeof createRenderer>[0]) {
  const renderer = createRenderer(where);
  const waitFor = (check: () => void) => renderer.waitFor(check, { timeoutInMs: 60_000 });
  return { ...renderer, waitFor };
}

/** The renderer after the card was drawn, and `change` to tell the card that our fields changed. */
export function showCard({ fetcher, where = 'crm.record.tab', locale = 'en' }: Shown) {
  const renderer = aRenderer(where);
  let change = () => {};
  const onFieldsChange = (_fields: string[], tell: () => void) => {
    change = tell;
  };
  const address = { baseUrl: 'https://revloop.example.com/', objectTypeId: '0-1', objectId: '101', locale };
  renderer.render(
    <RecordCard
      address={address}
      compact={where === 'crm.record.sidebar'}
      fetcher={fetcher}
      onFieldsChange={onFieldsChange}
    />,
  );
  return { renderer, change: () => change() };
}

/** Everything a person reads in what was rendered, titles and labels included. */
export function wordsOf(node: RenderedRootNode | RenderedChildNode): string {
  if (!('childNodes' in node)) return node.text;
  const props: Record<string, unknown> = 'props' in node ? node.props : {};
  const own = [props['title'], props['label']].filter((word) => typeof word === 'string');
  return [...own, node.childNodes.map(wordsOf).join('')].join(' ');
}
