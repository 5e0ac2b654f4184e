// Revloop's settings page inside HubSpot: whether this portal is connected, and the way to the console.
import {
  Alert,
  Button,
  DescriptionList,
  DescriptionListItem,
  ErrorState,
  Flex,
  Heading,
  hubspot,
  LoadingSpinner,
  StatusTag,
  Text,
} from '@hubspot/ui-extensions';
import { useCallback, useEffect, useState } from 'react';
import type { SettingsView } from './settings-view.ts';
import { type Texts, textsFor } from './texts.ts';

export type SettingsPageProps = { texts: Texts; read: () => Promise<SettingsView> };

type State = { phase: 'loading' } | { phase: 'failed' } | { phase: 'shown'; view: SettingsView };

export function SettingsPage({ texts, read }: SettingsPageProps) {
  const [state, setState] = useState<State>({ phase: 'loading' });
  const load = useCallback(() => {
    setState({ phase: 'loading' });
    read().then(
      (view) => setState({ phase: 'shown', view }),
      () => setState({ phase: 'failed' }),
    );
  }, [read]);
  useEffect(load, [load]);

  if (state.phase === 'loading') {
    return <LoadingSpinner label={texts.loading} showLabel={true} layout="centered" />;
  }
  if (state.phase === 'failed') {
    return (
      <ErrorState title={texts['failed.title']}>
        <Text>{texts['failed.text']}</Text>
        <Button onClick={load}>{texts.retry}</Button>
      </ErrorState>
    );
  }
  return <Connection view={state.view} texts={texts} />;
}

function Connection({ view, texts }: { view: SettingsView; texts: Texts }) {
  return (
    <Flex direction="column" gap="medium">
      <Heading>{texts['settings.title']}</Heading>
      <StatusTag variant={view.connection.tone}>{view.connection.label}</StatusTag>
      {view.notice !== null && (
        <Alert title={view.notice.title} variant={view.connection.state === 'connected' ? 'info' : 'warning'}>
          {view.notice.text}
        </Alert>
      )}
      <DescriptionList direction="row">
        {view.facts.map((fact) => (
          <DescriptionListItem key={fact.label} label={fact.label}>
            <Text>{fact.value}</Text>
          </DescriptionListItem>
        ))}
      </DescriptionList>
      <Text>{texts['settings.where']}</Text>
      <Flex direction="row" gap="small">
        {view.links.map((link, position) => (
          <Button
            key={link.url}
            variant={position === 0 ? 'primary' : 'secondary'}
            href={{ url: link.url, external: true }}
          >
            {link.label}
          </Button>
        ))}
      </Flex>
    </Flex>
  );
}

/** Asks the back end through HubSpot's signing proxy; rejects when it fails. */
function reader(baseUrl: string, locale: string | undefined): () => Promise<SettingsView> {
  const query = locale ? `?${new URLSearchParams({ locale })}` : '';
  return async () => {
    const response = await hubspot.fetch(`${baseUrl.replace(/\/$/, '')}/hubspot/settings${query}`, {
      method: 'GET',
      timeout: 12_000,
    });
    if (!response.ok) throw new Error(`The settings' back end answered ${response.status}.`);
    return response.json();
  };
}

hubspot.extend<'settings'>(({ context }) => {
  const locale = context.user.locale ?? context.user.language;
  const baseUrl = String(context.variables?.['REVLOOP_URL'] ?? '');
  return <SettingsPage texts={textsFor(locale)} read={reader(baseUrl, locale)} />;
});
