// The standard signals of evaluation, trial and use: product events in by HTTP, advice out in the CRM and in Slack, untouched by any admin.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { adviceCodes } from '#advise/advice.ts';
import { houseRules } from '#advise/rule/house-rules.ts';
import { cases } from '#kit/cases.ts';
import { collecting } from '#kit/collecting.ts';
import { sendBatch } from '#kit/product-events.ts';
import { openRunning, type Running } from '#kit/running.ts';
import type { Customer } from '#kit/running-world.ts';
import { until } from '#kit/until.ts';
import type { SubjectKind } from '#sense/signal.ts';
import { text } from '#texts/texts.ts';

const day = 86_400_000;
const adviceCode = z.enum(adviceCodes);
let nr = 0;

/** What somebody did on each of these days ago; a page where it begins with a slash. */
function did(email: string, group: string, what: string, days: readonly number[]): object[] {
  return days.map((ago) => {
    nr += 1;
    const at = new Date(Date.now() - ago * day - 60_000).toISOString();
    const who = { messageId: `standard-${nr}`, userId: email, timestamp: at };
    const context = { groupId: group, traits: { email } };
    return what.startsWith('/')
      ? { ...who, type: 'page', properties: { path: what, url: `https://acme.example.com${what}` }, context }
      : { ...who, type: 'track', event: what, context };
  });
}

const isOf = (group: string) => ({
  ...{ type: 'group', messageId: `group-${group}`, userId: `first@${group}`, groupId: group },
  traits: { domain: group },
});
const range = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, at) => from - at);

/** One case of each platform, on different engines: what is told does not hang on where it is kept. */
const chosen = cases().filter(({ platform, engine }, _, all) => {
  const own = all.filter((one) => one.platform === platform);
  return engine === own.at(platform === 'hubspot' ? 0 : -1)?.engine;
});

describe.each(chosen)('the standard signals, with $platform on $name', ({ platform, engine }) => {
  let house: Running;
  let acme: Customer;
  let kind: SubjectKind = 'contact';
  let reader = '';
  let scholar = '';
  const companies = new Map<string, string>();
  beforeAll(async () => {
    house = await openRunning({ engine });
    const account = house.account(platform, 'acme.example.com');
    account.closedHistory(1);
    reader = account.addLead({ email: 'ann@reader.example', lastName: 'Reader' }, 20);
    scholar = account.addLead({ email: 'sue@scholar.example', lastName: 'Scholar' }, 20);
    for (const name of ['reader', 'scholar', 'beginner', 'stopped'])
      companies.set(name, account.addProspect(name, `${name}.example`));
    for (const name of ['fading', 'asking', 'steady'])
      companies.set(name, account.addCustomer(name, `${name}.example`));
    for (const ago of [2, 5, 9, 14]) account.addTicket(companies.get('asking') ?? '', ago);
    for (const ago of [3, 35, 50]) account.addTicket(companies.get('steady') ?? '', ago);
    acme = await house.customer(account, 'acme');
    kind = account.lead;
    await house.rest();
    const batch = [
      ...[...companies.keys()].map((name) => isOf(`${name}.example`)),
      ...did('ann@reader.example', 'reader.example', '/pricing', [6, 3, 1]),
      ...did('sue@scholar.example', 'scholar.example', 'Whitepaper Downloaded', [9, 4]),
      ...did('bob@beginner.example', 'beginner.example', 'Setup Completed', [10]),
      ...did('bob@beginner.example', 'beginner.example', 'Logged In', [10, 8, 5, 2]),
      ...did('eve@stopped.example', 'stopped.example', 'Logged In', [14, 12, 9]),
      ...did('joe@fading.example', 'fading.example', 'Logged In', [...range(69, 15), 4]),
      ...did('kim@asking.example', 'asking.example', 'Logged In', range(69, 0)),
      ...did('lea@steady.example', 'steady.example', 'Logged In', range(69, 0)),
    ];
    expect(await sendBatch(house.url, acme.writeKey, batch)).toBe(200);
    await until(
      async () => (await advised('company', companies.get('fading') ?? '')).length > 0,
      async () => house.rows('select subject_id, situation from advice'),
    );
    await house.rest();
  });
  afterAll(() => house.close());

  /** Live advice of the house's rules: its rule and what it says to do. */
  async function advised(of: SubjectKind, id: string): Promise<string[]> {
    const subject = await house.subject(acme, of, id);
    const rows = await house.rows(
      `select situation, body ->> 'code' as code from advice where subject_id = $1 and state = 'open'
        and situation like 'rule:house-%' order by 1`,
      subject,
    );
    return rows.map(({ situation, code }) => `${String(situation).slice('rule:house-'.length)}: ${code}`);
  }
  const company = (name: string) => advised('company', companies.get(name) ?? '');
  const mine = (id: string) => (kind === 'lead' ? `${id}-lead` : id);

  it('sees repeated visits to pricing: a comparison is to be sent, to the person and for the company', async () => {
    expect(await advised(kind, reader)).toEqual([`${mine('pricing-visits')}: send_comparison`]);
    expect(await company('reader')).toContain('pricing-visits-company: send_comparison');
  });

  it('sees white papers downloaded: a call with an expert', async () => {
    expect(await advised(kind, scholar)).toEqual([`${mine('papers-read')}: expert_call`]);
    expect(await company('scholar')).toContain('papers-read-company: expert_call');
  });

  it('sees a trial that is set up and goes no further: the guide video', async () => {
    expect(await company('beginner')).toContain('basics-only: send_guide');
  });

  it('sees a trial that went quiet: a reminder', async () => {
    expect(await company('stopped')).toContain('trial-quiet: remind_activation');
  });

  it('sees logins that fall: a review of the customer', async () => {
    expect(await company('fading')).toContain('logins-falling: review_health');
  });

  it('sees tickets that become more: a talk with the customer, who is still there', async () => {
    expect(await company('asking')).toContain('tickets-rising: interview_customer');
  });

  it('says none of it of a customer who goes on as before', async () => {
    const told = (await company('steady')).map((one) => one.split(':')[0]);
    for (const quiet of ['logins-falling', 'tickets-rising', 'trial-quiet', 'pricing-visits-company'])
      expect(told).not.toContain(quiet);
  });

  it('writes the most urgent next step into the record, in words', async () => {
    const id = companies.get('fading') ?? '';
    const subject = await house.subject(acme, 'company', id);
    const open = await house.rows(
      `select body ->> 'code' as code from advice where subject_id = $1 and state = 'open'`,
      subject,
    );
    const titles = open.map(({ code }) => text('en', `advice.${adviceCode.parse(code)}.title`));
    expect(titles).toContain(text('en', 'advice.review_health.title'));
    expect(titles).toContain(house.field(acme, 'company', id, 'next_action'));
  });

  it('interrupts nobody by itself, and does so once the admin wants it: with the reason, in Slack', async () => {
    const named = async () => (await house.said(acme)).filter(({ blocks }) => said(blocks, 'asking'));
    const before = (await named()).length;
    const rule = houseRules.find(({ id }) => id === 'house-tickets-rising');
    if (rule === undefined) throw new Error('there is no such rule');
    const body = { ...rule, advice: { ...rule.advice, alert: true } };
    const { store } = house;
    await store.asTenant(acme.tenant, async ({ rules, subjects }) => {
      const { title, kind: of, when, advice } = body;
      const line = { title, kind: of, when, advice };
      const kept = await rules.save(rule.id, line, 'mia', new Date());
      await rules.setState(rule.id, kept.version, 'live', 'mia', new Date());
      await subjects.markDirty([await house.subject(acme, 'company', companies.get('asking') ?? '')], 'test');
    });
    await house.ports.queue.wake({ kind: 'turn', tenant: acme.tenant });
    await until(async () => (await named()).length > before, named);
    expect(JSON.stringify((await named()).at(-1))).toContain(text('en', 'advice.interview_customer.title'));
  });

  it('knows the companies also where people are not collected, as it is at first', async () => {
    await collecting(house.store, acme.tenant, 'counted');
    const prospect = acme.account.addProspect('private', 'private.example');
    await house.heard(acme);
    const batch = [
      isOf('private.example'),
      ...did('pat@private.example', 'private.example', '/en/pricing', [4, 2, 1]),
    ];
    expect(await sendBatch(house.url, acme.writeKey, batch)).toBe(200);
    const seen = () => advised('company', prospect);
    await until(async () => (await seen()).includes('pricing-visits-company: send_comparison'), seen);
  });
});

function said(blocks: readonly object[], word: string): boolean {
  return JSON.stringify(blocks).includes(word);
}
