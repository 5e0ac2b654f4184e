// A real vendor's files of events, tickets and churn: all of it goes in by the front door, is accounted for, and checked.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openBrowser } from '#kit/browser.ts';
import { silentLog } from '#kit/log.ts';
import { openAccess } from '#store/access.ts';
import { poolOf, runningSocket } from '#store/embedded.ts';
import { openEventSources } from '#store/event-sources.ts';
import { openStore } from '#store/open.ts';
import { openSeal } from '#store/seal.ts';
import type { Bench, Stage } from './bench.ts';
import { openHouse } from './house.ts';
import { accountFor } from './ravenstack-accounts.ts';
import { type Files, readRows, seedCrm, sendUsage } from './ravenstack-input.ts';
import { isQuiet, until } from './settled.ts';

const options = {
  data: { type: 'string' },
  picture: { type: 'string' },
  patience: { type: 'string', default: '1800' },
} as const;

export const bench: Bench = {
  summary:
    'events, tickets and churn of a vendor through /v1/batch and the CRM: all accounted for, and what health tells',
  usage: '--data DIRECTORY [--picture FILE.png] [--patience 1800]',
  async run(args, stage) {
    const { values } = parseArgs({ args: [...args], options });
    if (values.data === undefined) throw new Error('say where the files are: --data DIRECTORY');
    const directory = values.data;
    const read = (name: string) =>
      readRows(readFileSync(path.join(directory, `ravenstack_${name}.csv`), 'utf8'));
    const files = {
      accounts: read('accounts'),
      subscriptions: read('subscriptions'),
      usage: read('feature_usage'),
      tickets: read('support_tickets'),
      churn: read('churn_events'),
    };
    return measure(files, { ...values, patience: Number(values.patience) }, stage);
  },
};

type Plan = { readonly patience: number; readonly picture?: string | undefined };

async function measure(files: Files, { patience, picture }: Plan, { say }: Stage) {
  // The last day of the files is moved to yesterday, and every date by as many days.
  const last = Math.max(...files.usage.map((row) => Date.parse(`${row['usage_date']}T00:00:00Z`)));
  const dayMs = 86_400_000;
  const shiftDays = Math.floor(Date.now() / dayMs) - 1 - Math.floor(last / dayMs);
  const house = await openHouse('embedded');
  try {
    const seeded = await seedCrm(house.sandbox, files, shiftDays);
    say(`in the CRM: ${JSON.stringify(seeded)}`);
    await house.sandbox.limits({ off: true });
    const server = await house.open();
    await server.connect(house.sandbox.portalId);
    const store = await openStore({
      pool: { ...poolOf(runningSocket(house.engine.dataDir) ?? '', 'revloop'), max: 4 },
      seal: openSeal(`bench:${Buffer.alloc(32, 1).toString('base64')}`),
      clock: { now: () => new Date() },
      log: silentLog(),
    });
    try {
      // Of companies only: the files name nobody.
      await server.pool.query(
        `update tenant set settings = settings || '{"collection": {"level": "company", "properties": ["*"]}}'`,
      );
      const [tenant] = (await server.pool.query<{ id: string }>('select id from tenant')).rows;
      if (tenant === undefined) throw new Error('there is no tenant');
      const { writeKey } = await openEventSources(store.db).add(tenant.id, 'RavenStack', new Date());
      const sent = await sendUsage(server.url, writeKey, files, shiftDays);
      say(`sent: ${JSON.stringify(sent)}`);
      let told = 0;
      await until(server.pool, isQuiet, patience, (now) => {
        if (performance.now() - told < 20_000) return;
        told = performance.now();
        say(JSON.stringify(now));
      });
      const accounted = await accountFor(server.pool, files, sent);
      const code = await openAccess(store.db).issueCode(tenant.id, 'bench', new Date());
      const page = await readPage(server.url, code, picture);
      const check = await store.asTenant(tenant.id, ({ health }) => health.lastCheck());
      if (check === null) throw new Error('the index was not checked');
      return {
        tables: [
          { title: 'What was sent, and what became of it', rows: accounted },
          { title: 'What the page says', rows: [{ verdict: check.check.verdict, says: page }] },
          {
            title: 'The index and its parts: how often the one who left stood below the one who stayed',
            rows: [
              { of: 'index', moments: check.check.moments, ...(check.check.index ?? {}) },
              ...check.check.parts.map(({ code: of, moments, area }) => ({ of, moments, ...(area ?? {}) })),
            ],
          },
          {
            title: `How the ${check.check.left} customers that left had stood`,
            rows: check.check.before,
          },
        ],
        notes: [
          `all dates are ${shiftDays} days later than in the files, so that the last usage is of yesterday`,
          'each account is won on its day of sign-up and lost on its last churn event',
          `red: ${JSON.stringify(check.check.red)}; early: ${JSON.stringify({ ...check.check.early, days: undefined })}`,
        ],
        details: { sent, seeded, check: check.check },
      };
    } finally {
      await store.close();
    }
  } finally {
    await house.close();
  }
}

/** Opens the console as an admin would, has the index checked, and reads what stands there. */
async function readPage(url: string, code: string, picture: string | undefined): Promise<string> {
  const browser = await openBrowser();
  try {
    const page = await browser.page({ locale: 'en-GB', viewport: { width: 1280, height: 1250 } });
    page.setDefaultTimeout(600_000);
    for (;;) {
      const answer = await page.goto(`${url}/console/enter?code=${code}`);
      if (answer?.ok() && !(await page.content()).includes('http-equiv="refresh"')) break;
    }
    await page.goto(`${url}/console/health`);
    await page.getByRole('button', { name: 'Check now' }).click();
    const verdict = page.locator('[data-verdict]');
    await verdict.waitFor();
    await page.waitForTimeout(3_000);
    if (picture !== undefined) await page.screenshot({ path: picture, fullPage: true });
    return (await verdict.innerText()).replaceAll('\n', ' ');
  } finally {
    await browser.close();
  }
}
