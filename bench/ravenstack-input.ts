// The vendor's files as records of a CRM and as product events in Segment's shape.
import { z } from 'zod';
import { parse } from './csv.ts';
import type { BenchSandbox } from './sandbox.ts';

export type Rows = readonly Readonly<Record<string, string>>[];
export type Files = Readonly<Record<'accounts' | 'subscriptions' | 'usage' | 'tickets' | 'churn', Rows>>;

export function readRows(text: string): Rows {
  const { headers, rows } = parse(text);
  return rows.map((row) => Object.fromEntries(headers.map((name, place) => [name.trim(), row[place] ?? ''])));
}

const made = z.object({ ids: z.array(z.string()) });
const dayMs = 86_400_000;
const together = 500;

/** Each account is named by this domain, in the CRM and in events. */
const domainOf = (account: string) => `${account.toLowerCase()}.example`;

/** A moment of the files, later by so many days; null where there is none. */
function later(text: string | undefined, days: number): Date | null {
  if (text === undefined || text === '') return null;
  const at = Date.parse(text.length === 10 ? `${text}T00:00:00Z` : `${text.replace(' ', 'T')}Z`);
  return Number.isNaN(at) ? null : new Date(at + days * dayMs);
}

type SeedRow = {
  readonly type: string;
  readonly properties: Record<string, string>;
  readonly createdAt: Date;
  readonly company?: string | undefined;
};

export async function seedCrm({ url, portalId }: BenchSandbox, files: Files, days: number) {
  const seed = async (rows: readonly SeedRow[]): Promise<string[]> => {
    const ids: string[] = [];
    for (let from = 0; from < rows.length; from += together) {
      const objects = rows.slice(from, from + together).map(({ company, createdAt, ...one }) => ({
        ...{ ...one, createdAt, updatedAt: createdAt },
        ...(company === undefined ? {} : { associations: [{ toType: 'companies', toId: company }] }),
      }));
      const answer = await fetch(`${url}/sandbox/portals/${portalId}/seed`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ objects }),
      });
      if (!answer.ok) throw new Error(await answer.text());
      ids.push(...made.parse(await answer.json()).ids);
    }
    return ids;
  };
  const signedUp = (account: Rows[number]) => later(account['signup_date'], days) ?? new Date();
  const companies = await seed(
    files.accounts.map((one) => ({
      type: 'companies',
      properties: { name: one['account_name'] ?? '', domain: domainOf(one['account_id'] ?? '') },
      createdAt: signedUp(one),
    })),
  );
  const companyOf = new Map(files.accounts.map((one, nr) => [one['account_id'], companies[nr]]));
  const churned = new Map<string, Date>();
  for (const one of files.churn) {
    const at = later(one['churn_date'], days);
    const before = churned.get(one['account_id'] ?? '');
    if (at !== null && (before === undefined || at > before)) churned.set(one['account_id'] ?? '', at);
  }
  const deal = (company: string | undefined, stage: string, at: Date): SeedRow => ({
    ...{ type: 'deals', company, createdAt: at },
    properties: { dealname: stage, dealstage: stage, closedate: at.toISOString() },
  });
  const deals = await seed(
    files.accounts.flatMap((one) => {
      const company = companyOf.get(one['account_id']);
      const at = signedUp(one);
      const left = churned.get(one['account_id'] ?? '');
      // Some churn before they sign up: then only the sign-up is told.
      return [
        deal(company, 'closedwon', at),
        ...(left === undefined || left <= at ? [] : [deal(company, 'closedlost', left)]),
      ];
    }),
  );
  const tickets = await seed(
    files.tickets.map((one): SeedRow => {
      const opened = later(one['submitted_at'], days) ?? new Date();
      const closed = later(one['closed_at'], days);
      const answered = Number(one['first_response_time_minutes']) * 60_000;
      return {
        ...{ type: 'tickets', company: companyOf.get(one['account_id']), createdAt: opened },
        properties: {
          subject: one['ticket_id'] ?? '',
          hs_pipeline_stage: closed === null ? '1' : '4',
          ...(closed === null ? {} : { closed_date: closed.toISOString() }),
          ...(Number.isNaN(answered)
            ? {}
            : { first_agent_reply_date: new Date(opened.getTime() + answered).toISOString() }),
        },
      };
    }),
  );
  return { companies: companies.length, deals: deals.length, tickets: tickets.length, churned: churned.size };
}

export type Sent = { readonly messages: number; readonly ids: number; readonly batches: number };

/** Every row of usage is one message, named by its id; a hundred in a batch. */
export async function sendUsage(url: string, writeKey: string, files: Files, days: number): Promise<Sent> {
  const accountOf = new Map(files.subscriptions.map((one) => [one['subscription_id'], one['account_id']]));
  const messages = files.usage.map((one) => ({
    type: 'track',
    event: 'Feature Used',
    messageId: one['usage_id'],
    anonymousId: one['subscription_id'],
    timestamp: later(one['usage_date'], days)?.toISOString(),
    properties: {
      ...{ feature: one['feature_name'], count: Number(one['usage_count']) },
      ...{ seconds: Number(one['usage_duration_secs']), errors: Number(one['error_count']) },
    },
    context: { groupId: accountOf.get(one['subscription_id']) },
  }));
  const groups = files.accounts.map((one) => ({
    ...{
      type: 'group',
      messageId: `group ${one['account_id']}`,
      anonymousId: 'import',
      groupId: one['account_id'],
    },
    traits: { domain: domainOf(one['account_id'] ?? '') },
  }));
  const all = [...groups, ...messages];
  let batches = 0;
  for (let from = 0; from < all.length; from += 100) {
    const answer = await fetch(`${url}/v1/batch`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
      },
      body: JSON.stringify({ batch: all.slice(from, from + 100) }),
    });
    if (!answer.ok) throw new Error(`batch ${batches + 1} was refused: ${await answer.text()}`);
    batches += 1;
  }
  return {
    messages: messages.length,
    ids: new Set(messages.map(({ messageId }) => messageId)).size,
    batches,
  };
}
