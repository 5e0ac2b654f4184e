// GET /console and below: the console's files as Vite built them, or how far building has come.
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { fail } from '#errors.ts';
import type { ConsoleState, HttpDeps } from '#http/deps.ts';
import { html, type Reply } from '#http/reply.ts';
import type { HttpRequest } from '#http/request.ts';
import type { Route } from '#http/route.ts';
import { consolePolicy } from '#http/security.ts';
import { localeOf, wordsPage } from '#http/words-page.ts';
import { text } from '#texts/texts.ts';

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.map': 'application/json',
};

/** Names of built files carry a hash of their content, so they never change. */
const forever = 'public, max-age=31536000, immutable';

export const consoleFile: Route = {
  method: 'get',
  path: '/console/assets/*file',
  async handle({ console }, request) {
    const name = request.params['file'] ?? '';
    const state = console();
    const type = types[extname(name)];
    if (state.state !== 'ready' || type === undefined) return fail('NOT_FOUND', { what: 'such file' });
    const folder = join(state.directory, 'assets') + sep;
    const file = join(folder, name);
    const body = file.startsWith(folder) ? await readFile(file).catch(() => null) : null;
    if (body === null) return fail('NOT_FOUND', { what: 'such file' });
    return { status: 200, headers: { 'content-type': type, 'cache-control': forever }, cookies: [], body };
  },
};

export const consolePage: readonly Route[] = ['/console', '/console/*page'].map((path) => ({
  method: 'get',
  path,
  handle: async (deps, request) => page(deps, request),
}));

async function page({ console, log }: HttpDeps, request: HttpRequest): Promise<Reply> {
  const state = console();
  if (state.state !== 'ready') return notYet(request, state);
  try {
    const index = await readFile(join(state.directory, 'index.html'), 'utf8');
    return html(index, {
      headers: { 'content-security-policy': consolePolicy, 'cache-control': 'no-cache' },
    });
  } catch (error) {
    log.error({ error }, "the console's page could not be read");
    return notYet(request, { state: 'failed', problem: 'index.html could not be read' });
  }
}

function notYet(request: HttpRequest, state: Exclude<ConsoleState, { state: 'ready' }>): Reply {
  const locale = localeOf(request);
  if (state.state === 'building') {
    return wordsPage(
      locale,
      {
        title: 'console.building.title',
        says: text(locale, 'console.building.text', { step: state.step }),
        now: text(locale, 'console.building.now'),
        links: [],
        refreshS: 2,
      },
      503,
    );
  }
  return wordsPage(
    locale,
    {
      title: 'console.buildFailed.title',
      says: text(locale, 'console.buildFailed.text', { problem: state.problem }),
      now: text(locale, 'console.buildFailed.now'),
      links: [],
    },
    500,
  );
}
