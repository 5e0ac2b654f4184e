// The settings page inside HubSpot: whether the portal is connected, and the way to the console.
import {
  Alert,
  Button,
  DescriptionListItem,
  ErrorState,
  LoadingSpinner,
  StatusTag,
} from '@hubspot/ui-extensions';
import { expect, test } from 'vitest';
import { SettingsView } from '#http/hubspot/settings-view.ts';
import { SettingsPage } from '#settings/SettingsPage.tsx';
import { textsFor } from '#settings/texts.ts';
import { aRenderer } from './kit.tsx';

const connected = SettingsView.parse({
  connection: { state: 'connected', label: 'Connected', tone: 'success' },
  notice: null,
  facts: [{ label: 'Records read', value: '12,431' }],
  links: [{ label: 'Open the console', url: 'https://revloop.example.com/console' }],
});

const paused = SettingsView.parse({
  connection: { state: 'paused', label: 'Paused', tone: 'warning' },
  notice: { title: 'The permission was revoked', text: 'Connect HubSpot again in the console.' },
  facts: [],
  links: connected.links,
});

test.each(['en', 'zh-cn'])('shows the connection and the way to the console (%s)', async (locale) => {
  const renderer = aRenderer('settings');
  renderer.render(<SettingsPage texts={textsFor(locale)} read={async () => connected} />);
  expect(renderer.find(LoadingSpinner).props.label).toBe(textsFor(locale).loading);
  await renderer.waitFor(() => expect(renderer.find(StatusTag).text).toBe('Connected'));
  expect(renderer.find(DescriptionListItem).props.label).toBe('Records read');
  expect(renderer.find(Button).props.href).toEqual({
    url: 'https://revloop.example.com/console',
    external: true,
  });
});

test('says why it is paused and what to do', async () => {
  const renderer = aRenderer('settings');
  renderer.render(<SettingsPage texts={textsFor('en')} read={async () => paused} />);
  await renderer.waitFor(() => expect(renderer.find(Alert).props.title).toBe('The permission was revoked'));
  expect(renderer.find(Alert).props.variant).toBe('warning');
});

test('tries again after a failure', async () => {
  let times = 0;
  const read = async () => {
    if (++times === 1) throw new Error('down');
    return connected;
  };
  const renderer = aRenderer('settings');
  renderer.render(<SettingsPage texts={textsFor('en')} read={read} />);
  await renderer.waitFor(() => renderer.find(ErrorState));
  renderer.find(Button).trigger('onClick');
  await renderer.waitFor(() => renderer.find(StatusTag));
});
