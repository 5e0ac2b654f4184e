// The frame of every page of the simulated Slack.
import { type Locale, text } from '#texts/texts.ts';
import { type Html, html } from './html.ts';

export function pageShell(locale: Locale, title: string, body: Html): string {
  return html`<!doctype html>
<html lang="${locale}">
<head>
  <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${title}</title>
  <link rel="icon" href="data:,">
  ${['slack', 'messages', 'blocks', 'dialogs'].map((name) => html`<link rel="stylesheet" href="/assets/${name}.css">`)}
</head>
<body data-broken="${text(locale, 'sandbox.slack.broken')}">${body}</body>
</html>`.html;
}
