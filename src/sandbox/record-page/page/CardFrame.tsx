// Runs one card in a worker of its own and draws what it renders, as HubSpot does.
import {
  createController,
  createRemoteReceiver,
  type RemoteReceiver,
  RemoteRenderer,
} from '@remote-ui/react/host';
import { createEndpoint, fromWebWorker, retain } from '@remote-ui/rpc';
import { useEffect, useMemo, useRef, useState } from 'react';
import { here } from './boot.ts';
import type { CardHost, CardStart } from './card-host.ts';
import { library } from './library.ts';

type CardFrameProps = {
  start: CardStart;
  fetch: CardHost['fetch'];
  /** The record's properties now: the card is told when those it watches change. */
  properties: Record<string, string>;
  onAlert: (message: string) => void;
};

type Watcher = { names: string[] | '*'; tell: (properties: Record<string, string>) => void };

export function CardFrame({ start, fetch, properties, onAlert }: CardFrameProps) {
  const controller = useMemo(() => createController(library), []);
  const [receiver, setReceiver] = useState<RemoteReceiver | null>(null);
  const watchers = useRef<Watcher[]>([]);
  const before = useRef(properties);
  const key = JSON.stringify(start);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a card starts anew for what `key` holds and nothing else
  useEffect(() => {
    const worker = new Worker(`${here()}/assets/worker.js`);
    const endpoint = createEndpoint<{ start: (channel: unknown, start: CardStart, host: CardHost) => void }>(
      fromWebWorker(worker),
      { callable: ['start'] },
    );
    const next = createRemoteReceiver();
    watchers.current = [];
    const host: CardHost = {
      fetch,
      addAlert: ({ title, message }) => onAlert(title ? `${title}: ${message}` : message),
      reloadPage: () => location.reload(),
      onCrmPropertiesUpdate: (names, tell) => {
        retain(tell);
        watchers.current.push({ names, tell });
      },
    };
    void endpoint.call.start(next.receive, start, host);
    setReceiver(next);
    return () => {
      endpoint.terminate();
      worker.terminate();
    };
  }, [key]);

  useEffect(() => {
    const old = before.current;
    before.current = properties;
    for (const { names, tell } of watchers.current) {
      const watched = names === '*' ? Object.keys(properties) : names;
      const changed = watched.filter((name) => old[name] !== properties[name]);
      if (changed.length > 0) tell(Object.fromEntries(changed.map((name) => [name, properties[name] ?? ''])));
    }
  }, [properties]);

  if (receiver === null) return null;
  return (
    <div className="card-body">
      <RemoteRenderer key={key} receiver={receiver} controller={controller} />
    </div>
  );
}
