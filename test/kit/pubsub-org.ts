// A simulated org with change data capture, and our feed of it over gRPC, without the rest of Salesforce.
import { randomUUID } from 'node:crypto';
import { openEventSchemas } from '#clients/salesforce/event-schemas.ts';
import { salesforceFeed } from '#clients/salesforce/feed.ts';
import { pubsubAddress } from '#clients/salesforce/pubsub-address.ts';
import { openPubsubApi } from '#clients/salesforce/pubsub-api.ts';
import type { FeedBatch, FeedEnd, FeedStart } from '#ports/feed.ts';
import { openDatabase } from '#sandbox/hubspot/database.ts';
import type { Change } from '#sandbox/salesforce/change-event.ts';
import { openChangeLog } from '#sandbox/salesforce/change-log.ts';
import type { EventField, PubsubOrg } from '#sandbox/salesforce/pubsub/org.ts';
import { calm, type PubsubChaos } from '#sandbox/salesforce/pubsub/pubsub-chaos.ts';
import { type PubsubServerOptions, startPubsub } from '#sandbox/salesforce/pubsub/server.ts';

export const orgId = '00DHp000000ExamMAC';
export const leadId = (nr: number) => `00QHp${String(nr).padStart(10, '0')}MAA`;

const field = (name: string, type = 'string', compoundFieldName: string | null = null): EventField => ({
  name,
  type,
  compoundFieldName,
});
const leadFields = [
  field('Id', 'id'),
  field('Salutation', 'picklist', 'Name'),
  field('FirstName', 'string', 'Name'),
  field('LastName', 'string', 'Name'),
  field('Company'),
  field('Street', 'textarea', 'Address'),
  field('City', 'string', 'Address'),
  field('Email', 'email'),
  field('Status', 'picklist'),
  field('AnnualRevenue', 'currency'),
  field('NumberOfEmployees', 'int'),
  field('IsConverted', 'boolean'),
  field('Description', 'textarea'),
  field('LastModifiedDate', 'datetime'),
  field('SystemModstamp', 'datetime'),
];

type Options = Partial<Omit<PubsubServerOptions, 'log' | 'session'>>;

/** Tokens that the server takes; the feed's are renewed by making a new one. */
export async function pubsubOrg(options: Options = {}) {
  const time = { now: options.clock ?? (() => new Date()) };
  const database = openDatabase(':memory:');
  const log = openChangeLog({ database, clock: () => time.now() });
  const fields = { Lead: [...leadFields], Contact: leadFields.slice(0, 8) };
  const org = {
    ...{ id: orgId, url: 'https://acme.my.salesforce.com', hasChangeEvents: true, deliveriesPerDay: 10_000 },
    ...{
      members: ['Lead', 'Contact'] as readonly string[] | null,
      blind: [] as string[],
      hidden: [] as string[],
    },
  };
  const ofPubsub: PubsubOrg = {
    get id() {
      return org.id;
    },
    get url() {
      return org.url;
    },
    get hasChangeEvents() {
      return org.hasChangeEvents;
    },
    get deliveriesPerDay() {
      return org.deliveriesPerDay;
    },
    fields: (entity) => (entity === 'Lead' || entity === 'Contact' ? fields[entity] : null),
    selected: () => ['Lead', 'Contact'],
    channel: (name) => (name === 'Revloop__chn' ? org.members : null),
    seesAll: (_, entity) => !org.blind.includes(entity),
    seesField: (_, __, name) => !org.hidden.includes(name),
  };
  const good = new Set<string>();
  const issue = () => {
    const token = randomUUID();
    good.add(token);
    return token;
  };
  const chaos = { now: calm };
  const server = await startPubsub({
    ...{ chaos: () => chaos.now, tokenCheckMs: 20, ...options, clock: () => time.now() },
    log,
    session: (token) => (good.has(token) ? { org: ofPubsub, user: '005Hp00000ExampIAA' } : null),
  });
  const address = pubsubAddress(server.url);
  if (address === null) throw new Error(`no address: ${server.url}`);
  const api = openPubsubApi(address);
  const asked = { schemas: 0, tokens: 0 };
  const counted = {
    ...api,
    schema: (...input: Parameters<typeof api.schema>) => {
      asked.schemas += 1;
      return api.schema(...input);
    },
  };
  let token = issue();
  const feed = salesforceFeed({
    api: counted,
    schemas: openEventSchemas(counted),
    org: orgId,
    session: async () => ({ accessToken: token, instanceUrl: org.url }),
    async replace() {
      asked.tokens += 1;
      token = issue();
    },
    topics: ['/data/Revloop__chn', '/data/ChangeEvents'],
    backoff: { firstMs: 5, mostMs: 40 },
  });
  const commit = (...changes: Change[]) =>
    log.append({ org: orgId, commitUser: '005Hp00000ExampIAA', changeOrigin: '', changes });
  return {
    ...{ time, log, server, api, feed, fields, org, chaos, asked, commit },
    caller: () => ({ accessToken: token, instanceUrl: org.url, org: orgId }),
    set: (patch: Partial<PubsubChaos>) => {
      chaos.now = { ...chaos.now, ...patch };
    },
    endToken: () => good.clear(),
    follow: (start: FeedStart, keep?: (batch: FeedBatch) => Promise<void>) => follow(feed, start, keep),
    async close() {
      api.close();
      await server.close();
    },
  };
}

export type PubsubTestOrg = Awaited<ReturnType<typeof pubsubOrg>>;

export const leadChange = (nr: number, values: Change['values'], rest: Partial<Change> = {}): Change => ({
  entity: 'Lead',
  changeType: 'UPDATE',
  recordIds: [leadId(nr)],
  changed: Object.keys(values ?? {}),
  nulled: Object.keys(values ?? {}).filter((name) => values?.[name] === null),
  ...{ values: values ?? {}, ...rest },
});

/** Follows, and remembers what was told. */
function follow(
  feed: ReturnType<typeof salesforceFeed>,
  from: FeedStart,
  keep: (batch: FeedBatch) => Promise<void> = async () => undefined,
) {
  const stopping = new AbortController();
  const batches: FeedBatch[] = [];
  const states: boolean[] = [];
  const end: Promise<FeedEnd> = feed.follow({
    from,
    async keep(batch) {
      await keep(batch);
      batches.push(batch);
    },
    told: ({ following }) => void states.push(following),
    signal: stopping.signal,
  });
  return {
    ...{ end, batches, states },
    events: (): readonly unknown[] =>
      batches.flatMap(({ body }) => (body === null ? [] : JSON.parse(body.toString()))),
    async stop() {
      stopping.abort();
      return end;
    },
  };
}
