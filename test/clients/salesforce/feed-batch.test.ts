// A batch of the feed as it is kept.
import { expect, it, onTestFinished } from 'vitest';
import { openEventSchemas } from '#clients/salesforce/event-schemas.ts';
import { feedBatch } from '#clients/salesforce/feed-batch.ts';
import { leadChange, pubsubOrg } from '#kit/pubsub-org.ts';

it('keeps the bytes of an event that it cannot read', async () => {
  const org = await pubsubOrg();
  onTestFinished(() => org.close());
  const broken = { ...org.api, schema: async () => '{"type":"record","name":"Other","fields":[]}' };
  org.commit(leadChange(1, { Status: 'a' }));
  const stream = org.api.subscribe(org.caller());
  stream.request({ topicName: '/data/ChangeEvents', replayPreset: 'EARLIEST', numRequested: 1 });
  for await (const answer of stream.answers) {
    const batch = await feedBatch(openEventSchemas(broken), org.caller(), '/data/ChangeEvents', answer);
    const raw = Buffer.from(answer.events[0]?.event.payload ?? []).toString('base64');
    expect(JSON.parse(String(batch.body))).toMatchObject([{ raw, problem: expect.any(String) }]);
    break;
  }
});
