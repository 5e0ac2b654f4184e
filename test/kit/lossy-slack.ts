// A line to the simulated Slack that loses the answer to the next post, and lets an app read history; for tests.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { z } from 'zod';

const messages = z.array(z.looseObject({ channel: z.string(), ts: z.string() }));

/**
 * Everything goes through to `slackUrl`. With `lose(1)` the next message arrives but its answer never comes back.
 * `conversations.history` is answered as Slack documents it: messages of the channel from `oldest` on, newest first, with metadata; or
 * refused with `missing_scope` where `mayLook` is false.
 */
export async function openLossyLine(slackUrl: string, mayLook = true) {
  const memory = { lose: 0, looked: 0 };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    if (request.url === '/api/conversations.history') {
      memory.looked += 1;
      const asked = new URLSearchParams(body);
      const all = messages.parse(
        await (await fetch(`${slackUrl}/sandbox/messages?channel=${asked.get('channel') ?? ''}`)).json(),
      );
      const late = all.filter(({ ts }) => Number(ts) >= Number(asked.get('oldest') ?? 0));
      const answer = mayLook ? { ok: true, messages: late.reverse() } : { ok: false, error: 'missing_scope' };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
      return;
    }
    const answer = await fetch(`${slackUrl}${request.url}`, {
      method: 'POST',
      body,
      headers: {
        'content-type': request.headers['content-type'] ?? '',
        authorization: request.headers.authorization ?? '',
      },
    });
    if (request.url === '/api/chat.postMessage' && memory.lose > 0) {
      memory.lose -= 1;
      request.socket.destroy();
      return;
    }
    const after = answer.headers.get('retry-after');
    if (after !== null) response.setHeader('retry-after', after);
    response.statusCode = answer.status;
    response.setHeader('content-type', 'application/json').end(await answer.text());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    looked: () => memory.looked,
    lose: (count: number) => {
      memory.lose = count;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
