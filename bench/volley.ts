// A volley of requests: as many as are answered in some seconds, so many at a time, and how long each took.
import { Agent, request } from 'node:http';

export type Volley = { readonly answered: number; readonly refused: number; readonly ms: readonly number[] };
type Target = {
  readonly url: string;
  /** The same bytes each time, or others each time. */
  readonly body: Buffer | (() => Buffer);
  readonly headers: Readonly<Record<string, string>>;
};

export async function volley(target: Target, seconds: number, atATime: number): Promise<Volley> {
  const agent = new Agent({ keepAlive: true, maxSockets: atATime });
  const until = performance.now() + seconds * 1000;
  const ms: number[] = [];
  let refused = 0;
  const shoot = async () => {
    while (performance.now() < until) {
      const began = performance.now();
      const status = await post(agent, target);
      if (status >= 200 && status < 300) ms.push(performance.now() - began);
      else refused += 1;
    }
  };
  await Promise.all(Array.from({ length: atATime }, shoot));
  agent.destroy();
  return { answered: ms.length, refused, ms };
}

function post(agent: Agent, { url, body: given, headers }: Target): Promise<number> {
  const body = typeof given === 'function' ? given() : given;
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { agent, method: 'POST', headers: { ...headers, 'content-length': body.length } },
      (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode ?? 0));
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}
