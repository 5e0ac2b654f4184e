// The simulated Pub/Sub API is as strict as the real one.
import { afterEach, describe, expect, it } from 'vitest';
import { eventJson } from '#clients/salesforce/event-json.ts';
import { openEventSchemas } from '#clients/salesforce/event-schemas.ts';
import {
  type Caller,
  type FetchRequest,
  type FetchResponse,
  faultOf,
} from '#clients/salesforce/pubsub-api.ts';
import { leadChange, leadId, type PubsubTestOrg, pubsubOrg } from '#kit/pubsub-org.ts';
import { until } from '#kit/until.ts';

const orgs: PubsubTestOrg[] = [];
async function anOrg(...input: Parameters<typeof pubsubOrg>): Promise<PubsubTestOrg> {
  const org = await pubsubOrg(...input);
  orgs.push(org);
  return org;
}
afterEach(async () => {
  for (const org of orgs.splice(0)) await org.close();
});

const all = { topicName: '/data/ChangeEvents', replayPreset: 'EARLIEST', numRequested: 10 } as const;

/** Salesforce's code of the error that the requests end with; 'ended' when the server ends the stream without one. */
async function refusal(org: PubsubTestOrg, requests: readonly FetchRequest[], caller: Caller = org.caller()) {
  const stream = org.api.subscribe(caller);
  for (const request of requests) stream.request(request);
  return codeOf(async () => {
    for await (const _ of stream.answers);
  });
}

async function codeOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return 'ended';
  } catch (error) {
    return faultOf(error)?.code ?? String(error);
  }
}

async function answersOf(org: PubsubTestOrg, request: FetchRequest, most: number) {
  const stream = org.api.subscribe(org.caller());
  stream.request(request);
  const answers: FetchResponse[] = [];
  for await (const answer of stream.answers) {
    answers.push(answer);
    if (answers.length === most) break;
  }
  return answers;
}

async function told(org: PubsubTestOrg, answer: FetchResponse | undefined) {
  const schemas = openEventSchemas(org.api);
  return Promise.all(
    (answer?.events ?? []).map(async ({ event }) =>
      eventJson(await schemas.get(org.caller(), event.schemaId), event.payload),
    ),
  );
}

describe('Subscribe', () => {
  it.each<[string, string, readonly FetchRequest[]]>([
    ['a topic that does not exist', 'topic.not.found', [{ ...all, topicName: '/data/changeevents' }]],
    ['no topic', 'topic.validation.empty', [{ ...all, topicName: '' }]],
    ['nothing asked for', 'subscription.fetch.requested.events.invalid', [{ ...all, numRequested: 0 }]],
    ['more than 100 at once', 'subscription.fetch.overflow', [{ ...all, numRequested: 101 }]],
    [
      'more than 100 in all',
      'subscription.fetch.overflow',
      [
        { ...all, numRequested: 60 },
        { ...all, numRequested: 60 },
      ],
    ],
    [
      'another topic later',
      'subscription.fetch.topic.mismatch',
      [all, { ...all, topicName: '/data/LeadChangeEvent' }],
    ],
    [
      'a place without its id',
      'subscription.fetch.replayid.validation.failed',
      [{ ...all, replayPreset: 'CUSTOM' }],
    ],
    [
      ...(['bytes that are no place', 'subscription.fetch.replayid.corrupted'] as const),
      [{ ...all, replayPreset: 'CUSTOM', replayId: Buffer.alloc(16, 1) }],
    ],
  ])('refuses %s with %s', async (_, code, requests) => {
    expect(await refusal(await anOrg(), requests)).toBe(code);
  });

  it('wants a good token, the org it is of, and the address of that org', async () => {
    const org = await anOrg();
    const caller = org.caller();
    expect(await refusal(org, [all], { ...caller, accessToken: 'no' })).toBe('service.auth.error');
    expect(await refusal(org, [all], { ...caller, org: '00D000000000002EAA' })).toBe(
      'service.auth.headers.invalid',
    );
    expect(await refusal(org, [all], { ...caller, instanceUrl: 'https://other.my.salesforce.com' })).toBe(
      'service.auth.headers.invalid',
    );
  });

  it('ends a stream whose token ended', async () => {
    const org = await anOrg();
    const ending = refusal(org, [all]);
    await until(() => org.server.streams() === 1, 'a stream');
    org.endToken();
    expect(await ending).toBe('service.auth.error');
  });

  it('ends a stream that asks for nothing more', async () => {
    const org = await anOrg({ idleMs: 30 });
    org.commit(leadChange(1, { Status: 'a' }));
    expect(await refusal(org, [{ ...all, numRequested: 1 }])).toBe('ended');
  });

  it('never sends more than was asked for, and counts down', async () => {
    const org = await anOrg();
    org.set({ together: 3 });
    for (let nr = 0; nr < 20; nr += 1) org.commit(leadChange(nr, { Status: String(nr) }));
    const answers = await answersOf(org, { ...all, numRequested: 8 }, 3);
    expect(answers.map(({ events }) => events.length)).toEqual([3, 3, 2]);
    expect(answers.map(({ pendingNumRequested }) => pendingNumRequested)).toEqual([5, 2, 0]);
    expect(org.server.delivered(org.org.id)).toBe(8);
  });

  it('gives signs of life that never pass an event that was not sent', async () => {
    const org = await anOrg({ keepAliveMs: 10 });
    org.commit(leadChange(1, { Status: 'a' }));
    org.commit(leadChange(2, { Status: 'b' }));
    const [first, alive] = await answersOf(org, { ...all, numRequested: 1 }, 2);
    expect(alive?.events).toEqual([]);
    const replayId = alive?.latestReplayId ?? Buffer.alloc(0);
    expect(replayId).toEqual(first?.events[0]?.replayId);
    const [next] = await answersOf(org, { ...all, replayPreset: 'CUSTOM', replayId }, 1);
    expect(await told(org, next)).toMatchObject([{ ChangeEventHeader: { recordIds: [leadId(2)] } }]);
  });

  it('leaves out on a channel what the user may not see in full, without a word, and refuses it alone', async () => {
    const org = await anOrg();
    org.org.blind.push('Lead');
    org.commit(leadChange(1, { Status: 'a' }));
    org.commit({ entity: 'Contact', changeType: 'CREATE', recordIds: ['003Hp0000000001AAA'], values: {} });
    const [answer] = await answersOf(org, all, 1);
    expect(await told(org, answer)).toMatchObject([{ ChangeEventHeader: { entityName: 'Contact' } }]);
    expect(await refusal(org, [{ ...all, topicName: '/data/LeadChangeEvent' }])).toBe(
      'subscription.topic.cannot.subscribe',
    );
  });

  it('carries only the members of a custom channel', async () => {
    const org = await anOrg();
    org.org.members = ['Contact'];
    org.commit(leadChange(1, { Status: 'a' }));
    org.commit({ entity: 'Contact', changeType: 'DELETE', recordIds: ['003Hp0000000001AAA'] });
    const [answer] = await answersOf(org, { ...all, topicName: '/data/Revloop__chn' }, 1);
    expect(await told(org, answer)).toMatchObject([{ ChangeEventHeader: { entityName: 'Contact' } }]);
  });

  it('hides fields that the user may not see, though the schema has them', async () => {
    const org = await anOrg();
    org.org.hidden.push('AnnualRevenue', 'FirstName');
    org.commit(leadChange(1, { AnnualRevenue: 5, FirstName: 'Ann', LastName: 'Lee' }));
    const [answer] = await answersOf(org, all, 1);
    const [event] = await told(org, answer);
    expect(event).toMatchObject({
      Name: { LastName: 'Lee' },
      ChangeEventHeader: { changedFields: ['Name.LastName'] },
    });
    expect(event).not.toHaveProperty('AnnualRevenue');
    const schema = await org.api.schema(org.caller(), answer?.events[0]?.event.schemaId ?? '');
    expect(schema).toContain('AnnualRevenue');
  });

  it('names no field of a new record as changed, and tells the same change of several records once', async () => {
    const org = await anOrg();
    org.commit(leadChange(1, { LastName: 'Lee', Company: 'Acme' }, { changeType: 'CREATE' }));
    org.commit(leadChange(2, { Status: 'x' }), leadChange(3, { Status: 'x' }));
    const [answer] = await answersOf(org, all, 1);
    expect(await told(org, answer)).toMatchObject([
      {
        ChangeEventHeader: { changeType: 'CREATE', changedFields: [] },
        Company: 'Acme',
        Name: { LastName: 'Lee' },
      },
      { ChangeEventHeader: { changeType: 'UPDATE', recordIds: [leadId(2), leadId(3)] } },
    ]);
  });
});

describe('GetTopic and GetSchema', () => {
  it('know the schema of a topic of one object, and none of a channel', async () => {
    const org = await anOrg();
    const { canSubscribe } = await org.api.topic(org.caller(), '/data/LeadChangeEvent');
    expect(canSubscribe).toBe(true);
    expect(await codeOf(() => org.api.topic(org.caller(), '/data/Other__chn'))).toBe('topic.not.found');
    expect(await codeOf(() => org.api.schema(org.caller(), 'nothing'))).toBe('schema.validation.failed');
    org.org.hasChangeEvents = false;
    expect(await codeOf(() => org.api.topic(org.caller(), '/data/ChangeEvents'))).toBe(
      'service.tenant.license',
    );
  });
});
