// Requests signed as Slack signs them, or forged; for tests.
import { createHmac } from 'node:crypto';

/** Sends a request signed as Slack signs, unless told to forge it. */
export async function sendAsSlack(
  url: string,
  body: string,
  how: { json?: boolean; signature?: string; secret: string; age?: number },
): Promise<{ status: number; text: string }> {
  const at = Math.floor(Date.now() / 1000) - (how.age ?? 0);
  const digest = createHmac('sha256', how.secret).update(`v0:${at}:${body}`).digest('hex');
  const signature = how.signature ?? `v0=${digest}`;
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': how.json ? 'application/json' : 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(at),
      ...(signature === '' ? {} : { 'x-slack-signature': signature }),
    },
  });
  return { status: response.status, text: await response.text() };
}
