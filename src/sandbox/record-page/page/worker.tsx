// The worker a card runs in, as in HubSpot: no page, only React, remote-ui, and a few functions of the host.
import type { RemoteChannel } from '@remote-ui/core';
import * as RemoteUI from '@remote-ui/react';
import { createEndpoint, retain } from '@remote-ui/rpc';
import * as React from 'react';
import * as ReactJsx from 'react/jsx-runtime';
import type { CardHost, CardStart } from './card-host.ts';

declare function importScripts(...urls: string[]): void;

type Extension = (api: { context: CardStart['context']; actions: object }) => React.ReactElement;

let extension: Extension | undefined;

const log = (level: 'debug' | 'info' | 'warn' | 'error') => (message: unknown) => console[level](message);

// What @hubspot/ui-extensions looks for on the worker's global object.
Object.assign(globalThis, {
  __HUBSPOT_EXTENSION_WORKER__: true,
  React,
  ReactJsx,
  RemoteUI,
  logger: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
  extend_V2: (given: Extension) => {
    extension = given;
  },
});

function start(channel: RemoteChannel, { script, context }: CardStart, host: CardHost): void {
  retain(channel);
  retain(host);
  const actions = {
    addAlert: host.addAlert,
    reloadPage: host.reloadPage,
    refreshObjectProperties: host.reloadPage,
    onCrmPropertiesUpdate: host.onCrmPropertiesUpdate,
  };
  Object.assign(globalThis, {
    hsFetch: async (url: string, options: object) => {
      const { status, body } = await host.fetch({ ...options, url: String(url) });
      return new Response(body, { status, headers: { 'content-type': 'application/json' } });
    },
    hsWorkerAPI: {
      useExtensionContext: () => context,
      useExtensionActions: () => actions,
      useExtensionApi: () => ({ context, actions }),
    },
  });
  importScripts(script);
  if (extension === undefined) throw new Error('The card did not call hubspot.extend.');
  const root = RemoteUI.createRemoteRoot(channel);
  RemoteUI.createRoot(root).render(extension({ context, actions }));
  void root.mount();
}

createEndpoint({
  postMessage: (message, transfer) => postMessage(message, { transfer: transfer ?? [] }),
  addEventListener: (event, listener) => addEventListener(event, listener),
  removeEventListener: (event, listener) => removeEventListener(event, listener),
}).expose({ start });
