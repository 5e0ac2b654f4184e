// Our feed of a Salesforce org over gRPC: what it brings, and how it goes on when something breaks.
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { leadChange, leadId, type PubsubTestOrg, pubsubOrg } from '#kit/pubsub-org.ts';
import { until } from '#kit/until.ts';
import { openChaos } from '#sandbox/hubspot/chaos.ts';

const orgs: PubsubTestOrg[] = [];
async function anOrg(...input: Parameters<typeof pubsubOrg>): Promise<PubsubTestOrg> {
  const org = await pubsubOrg(...input);
  orgs.push(org);
  return org;
}
afterEach(async () => {
  for (const org of orgs.splice(0)) await org.close();
});

const entry = z.object({
  schema: z.string(),
  event: z.object({ replayId: z.base64() }),
  payload: z.looseObject({
    ChangeEventHeader: z.looseObject({ recordIds: z.array(z.string()), changedFields: z.array(z.string()) }),
  }),
});
const idsOf = (events: readonly unknown[]) =>
  z
    .array(entry)
    .parse(events)
    .flatMap(({ payload }) => payload.ChangeEventHeader.recordIds);
const ids = (...numbers: number[]) => numbers.map(leadId);

describe('the feed', () => {
  it('brings every change with its names, whole numbers as text, and nothing that did not change', async () => {
    const org = await anOrg();
    const following = org.follow({ at: 'latest' });
    await until(() => org.server.streams() === 1, 'a stream');
    const changed = {
      FirstName: 'Ann',
      LastName: 'Lee',
      Street: null,
      AnnualRevenue: 1.5,
      NumberOfEmployees: 7,
    };
    const stamps = { IsConverted: false, LastModifiedDate: '2026-11-25T10:00:00.000+0000' };
    const [told] = org.commit(leadChange(1, { ...changed, ...stamps }, { diff: ['Description'] }));
    await until(() => following.events().length === 1, 'the event');
    const [event] = z.array(entry).parse(following.events());
    expect(event?.payload).toEqual({
      ChangeEventHeader: {
        ...{
          entityName: 'Lead',
          recordIds: [leadId(1)],
          changeType: 'UPDATE',
          changeOrigin: '',
          sequenceNumber: 1,
        },
        ...{ transactionKey: told?.transactionKey, commitUser: '005Hp00000ExampIAA' },
        commitTimestamp: String(told?.commitTimestamp),
        commitNumber: String(told?.commitNumber),
        changedFields: [
          ...['AnnualRevenue', 'NumberOfEmployees', 'IsConverted', 'LastModifiedDate'],
          ...['Name.FirstName', 'Name.LastName', 'Address.Street'],
        ],
        nulledFields: ['Address.Street'],
        diffFields: ['Description'],
      },
      Name: { FirstName: 'Ann', LastName: 'Lee' },
      ...{ AnnualRevenue: 1.5, NumberOfEmployees: 7, IsConverted: false },
      LastModifiedDate: String(Date.parse('2026-11-25T10:00:00Z')),
    });
    expect(following.batches[0]?.headers).toEqual({ topic: '/data/Revloop__chn', schemas: event?.schema });
    expect(await following.stop()).toEqual({ why: 'stopped' });
  });

  it('goes on after the place that was kept last', async () => {
    const org = await anOrg();
    const first = org.follow({ at: 'earliest' });
    org.commit(leadChange(1, { Status: 'a' }));
    await until(() => first.events().length === 1, 'the first');
    await first.stop();
    org.commit(leadChange(2, { Status: 'b' }));
    const second = org.follow({ after: first.batches.at(-1)?.position ?? '' });
    await until(() => second.events().length === 1, 'the second');
    expect(idsOf(second.events())).toEqual(ids(2));
    await second.stop();
  });

  it('asks for a schema once, however many events come at the same moment, and again when a field is new', async () => {
    const org = await anOrg();
    const one = org.follow({ at: 'earliest' });
    const other = org.follow({ at: 'earliest' });
    for (const nr of [1, 2, 3]) org.commit(leadChange(nr, { Status: 'a' }));
    await until(() => one.events().length === 3 && other.events().length === 3, 'three events each');
    expect(org.asked.schemas).toBe(1);
    org.fields.Lead.push({ name: 'Tier__c', type: 'string', compoundFieldName: null });
    org.commit(leadChange(4, { Tier__c: 'gold' }));
    await until(
      () => one.events().length === 4 && other.events().length === 4,
      'the event with the new field',
    );
    const [last] = z.array(entry).parse(one.events().slice(-1));
    expect(last?.payload).toMatchObject({ Tier__c: 'gold' });
    expect(org.asked.schemas).toBe(2);
    await Promise.all([one.stop(), other.stop()]);
  });

  it('asks for more only when what came is kept', async () => {
    const org = await anOrg();
    const gate = Promise.withResolvers<void>();
    const slow = org.follow({ at: 'earliest' }, () => gate.promise);
    for (let nr = 0; nr < 250; nr += 1) org.commit(leadChange(nr, { Status: String(nr) }));
    await until(() => org.server.delivered(org.org.id) === 100, 'a hundred delivered');
    // The server has more and is free to send it: a whole round trip later it still was not asked for it.
    await org.api.topic(org.caller(), '/data/ChangeEvents');
    expect(org.server.delivered(org.org.id)).toBe(100);
    gate.resolve();
    await until(() => slow.events().length === 250, 'all of them');
    expect(idsOf(slow.events())).toEqual(Array.from({ length: 250 }, (_, nr) => leadId(nr)));
    await slow.stop();
  });

  it('loses nothing and stays in order when the stream is cut, the connection is dropped and events come twice', async () => {
    const org = await anOrg({ roll: openChaos({ seed: 7 }).roll });
    org.set({ cutRate: 0.3, duplicateRate: 0.2, together: 7, delayMs: { min: 0, max: 4 } });
    const following = org.follow({ at: 'earliest' });
    for (let nr = 0; nr < 200; nr += 1) {
      org.commit(leadChange(nr, { Status: String(nr) }));
      if (nr % 40 === 20) org.server.cut(true);
      if (nr % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    const wanted = Array.from({ length: 200 }, (_, nr) => leadId(nr));
    await until(
      () => new Set(idsOf(following.events())).size === 200,
      () => following.events().length,
    );
    expect([...new Set(idsOf(following.events()))]).toEqual(wanted);
    await following.stop();
  });

  it('gets a new token when its own ends while the stream is open, once, and goes on', async () => {
    const org = await anOrg();
    const following = org.follow({ at: 'earliest' });
    org.commit(leadChange(1, { Status: 'a' }));
    await until(() => following.events().length === 1, 'the first');
    org.endToken();
    org.commit(leadChange(2, { Status: 'b' }));
    await until(() => following.events().length === 2, 'the second');
    expect(idsOf(following.events())).toEqual(ids(1, 2));
    expect(org.asked.tokens).toBe(1);
    await following.stop();
  });

  it('moves on with signs of life, so that a quiet org keeps its place beyond the 72 hours', async () => {
    const org = await anOrg({ keepAliveMs: 10 });
    const following = org.follow({ at: 'latest' });
    await until(() => following.batches.length > 0, 'a sign of life');
    const [batch] = following.batches;
    expect(batch).toMatchObject({ body: null, events: 0 });
    await following.stop();
    org.commit(leadChange(1, { Status: 'a' }));
    const again = org.follow({ after: batch?.position ?? '' });
    await until(() => again.events().length === 1, 'the event');
    await again.stop();
  });

  it('ends when its place is older than 72 hours, or none of the org', async () => {
    const org = await anOrg();
    const first = org.follow({ at: 'earliest' });
    org.commit(leadChange(1, { Status: 'a' }));
    await until(() => first.events().length === 1, 'an event');
    await first.stop();
    const position = first.batches.at(-1)?.position ?? '';
    const later = new Date(Date.now() + 73 * 60 * 60_000);
    org.time.now = () => later;
    expect(await org.follow({ after: position }).end).toMatchObject({
      why: 'place',
      problem: expect.stringContaining('subscription.fetch.replayid.validation.failed'),
    });
    const bent = `${position.split(' ')[0]} ${Buffer.from('no place at all!').toString('base64')}`;
    expect(await org.follow({ after: bent }).end).toMatchObject({
      why: 'place',
      problem: expect.stringContaining('subscription.fetch.replayid.corrupted'),
    });
  });

  it('ends when the allocation of the org is used up, with everything before it kept', async () => {
    const org = await anOrg();
    org.org.deliveriesPerDay = 5;
    org.set({ together: 2 });
    const following = org.follow({ at: 'earliest' });
    for (let nr = 0; nr < 9; nr += 1) org.commit(leadChange(nr, { Status: String(nr) }));
    expect(await following.end).toMatchObject({ why: 'limit' });
    expect(following.events()).toHaveLength(4);
  });

  it('takes the channel that every org has where our package is not installed, and starts anew when ours appears', async () => {
    const org = await anOrg();
    org.org.members = null;
    const first = org.follow({ at: 'earliest' });
    org.commit(leadChange(1, { Status: 'a' }));
    await until(() => first.events().length === 1, 'an event');
    expect(first.batches[0]?.headers).toMatchObject({ topic: '/data/ChangeEvents' });
    await first.stop();
    org.org.members = ['Lead'];
    const position = first.batches.at(-1)?.position ?? '';
    expect(await org.follow({ after: position }).end).toMatchObject({ why: 'place' });
  });

  it('says that an edition without change data capture has none', async () => {
    const org = await anOrg();
    org.org.hasChangeEvents = false;
    expect(await org.follow({ at: 'latest' }).end).toMatchObject({
      why: 'refused',
      code: 'FEED_NOT_OFFERED',
    });
  });

  it('stops also when it is told so before its stream is open', async () => {
    const org = await anOrg();
    for (let turn = 0; turn < 20; turn += 1) {
      const following = org.follow({ at: 'latest' });
      for (let ticks = 0; ticks < turn; ticks += 1) await new Promise((resolve) => setImmediate(resolve));
      expect(await following.stop()).toEqual({ why: 'stopped' });
    }
  });

  it('stops with the error of whoever could not keep a batch, which is not counted as kept', async () => {
    const org = await anOrg();
    org.commit(leadChange(1, { Status: 'a' }));
    const following = org.follow({ at: 'earliest' }, async () => {
      throw new Error('the database is gone');
    });
    await expect(following.end).rejects.toThrow('the database is gone');
    expect(following.batches).toEqual([]);
  });
});
