// GET /readyz: this process can do its work, because the database and the queue answer.
import { json } from '#http/reply.ts';
import type { Route } from '#http/route.ts';

const patienceMs = 3_000;

export const readyz: Route = {
  method: 'get',
  path: '/readyz',
  async handle({ health }) {
    const [database, queue] = await Promise.all([soon(health.database()), soon(health.queue())]);
    return json({ database, queue }, { status: database && queue ? 200 : 503 });
  },
};

async function soon(question: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, patienceMs, false);
  });
  try {
    return await Promise.race([question.catch(() => false), late]);
  } finally {
    clearTimeout(timer);
  }
}
