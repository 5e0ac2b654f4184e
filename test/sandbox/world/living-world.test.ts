// The demo company goes on living by the causes of its history.
import { expect, onTestFinished, test } from 'vitest';
import { openPortals } from '#sandbox/hubspot/portals.ts';
import { livingWorld } from '#sandbox/world/living-world.ts';
import { seededRandom } from '#sandbox/world/random.ts';
import { settle } from '#sandbox/world/settle.ts';
import type { ProductEvent } from '#sandbox/world/usage.ts';
import { generateWorld } from '#sandbox/world/world.ts';

const start = new Date('2026-11-22T12:00:00Z');

function alive() {
  const time = { now: start.getTime() };
  const clock = {
    now: () => {
      time.now += 1500;
      return new Date(time.now);
    },
  };
  const world = generateWorld({ seed: 3, now: start });
  const portals = openPortals({ clock: () => new Date(time.now) });
  onTestFinished(() => portals.close());
  const portal = portals.create({ name: 'Lumenworks' });
  settle(world, portal);
  const changes: { readonly type: string }[] = [];
  portals.onChange((_, some) =>
    changes.push(...some.map((change) => ({ ...change, type: JSON.stringify(change) }))),
  );
  const events: ProductEvent[] = [];
  const failures: object[] = [];
  const log = { debug: () => undefined, warn: (fields: object) => failures.push(fields) };
  const live = livingWorld({
    world,
    portal,
    clock,
    random: seededRandom('live'),
    log,
    sendEvent: (event) => void events.push(event),
  });
  return { world, portal, live, changes, events, failures };
}

test('everything that can happen does happen, through the portal, and nothing fails', async () => {
  const { live, changes, events, failures } = alive();
  const said = new Set<string>();
  for (let count = 0; count < 4000; count += 1) {
    const what = await live.step();
    if (what) said.add(what);
  }
  expect(failures).toEqual([]);
  expect([...said].sort()).toEqual([
    ...[
      'a customer fell silent',
      'a customer left',
      'a customer opened a ticket',
      'a customer tried a new feature',
    ],
    ...[
      'a customer used the product',
      'a deal moved on',
      'a deal was lost',
      'a deal was won',
      'a lead answered a mail',
    ],
    ...[
      'a lead became a customer',
      'a lead read our pages',
      'a lead was lost',
      'a new lead filled in a form',
    ],
    ...['a rep reached out (calls)', 'a rep reached out (emails)', 'a rep reached out (meetings)'],
    ...['a ticket was answered', 'a ticket was closed'],
  ]);
  expect(changes.length).toBeGreaterThan(1000);
  expect(events.length).toBeGreaterThan(1000);
});

test('those who slip are hardly heard of and try nothing new', async () => {
  const { world, live, events } = alive();
  for (let count = 0; count < 4000; count += 1) await live.step();
  const slipping = world.companies.filter((company) => world.truth.companies.get(company.id)?.slip);
  const steady = world.companies.filter((company) => {
    const truth = world.truth.companies.get(company.id);
    return truth?.standing === 'customer' && !truth.slip;
  });
  const logins = (companies: typeof slipping) => {
    const domains = new Set(companies.map((company) => company.domain));
    return (
      events.filter((event) => event.event === 'Logged In' && domains.has(event.context.groupId)).length /
      companies.length
    );
  };
  expect(logins(slipping)).toBeLessThan(logins(steady) / 2);
  const domains = new Set(slipping.map((company) => company.domain));
  expect(
    events.filter((event) => event.event === 'Feature Tried' && domains.has(event.context.groupId)),
  ).toEqual([]);
});
