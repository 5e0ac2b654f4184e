// Outbound messages: what they say, and what is not taken for one.
import { describe, expect, it } from 'vitest';
import { outboundMessage } from '#kit/outbound-message.ts';
import { salesforceDelivery } from '#kit/salesforce-fixture.ts';
import { salesforceAdapter } from '#webhooks/salesforce/adapter.ts';
import { readOutbound, withoutSession } from '#webhooks/salesforce/outbound.ts';
import { parseXml } from '#webhooks/salesforce/xml.ts';

const lead = {
  id: '04lHp00000Aa1aaIAB',
  type: 'sf:Lead',
  fields: { Id: '00QHp00000Ab1cdMAB', Email: 'a@b.test' },
};
const read = (text: string) => readOutbound(Buffer.from(text));

describe('an outbound message', () => {
  it('hints at each record, with a key that is the same when it is sent again', () => {
    const task = {
      id: '04lHp00000Aa1abIAB',
      type: 'sf:Task',
      fields: { Id: '00THp00000Ff1ffMAB', TaskSubtype: 'Call' },
    };
    const other = { id: '04lHp00000Aa1acIAB', type: 'sf:Product2', fields: { Id: '01tHp00000Kk1kkIAB' } };
    const delivery = {
      ...salesforceDelivery('lead-created', 'connection-1'),
      headers: { 'content-type': 'text/xml; charset=UTF-8' },
      body: Buffer.from(outboundMessage({ org: '00DHp000000Exam', notifications: [lead, task, other] })),
    };
    const reading = salesforceAdapter(delivery);
    expect(reading).toMatchObject({ unused: 1, echoes: 0, problem: null });
    expect(reading.heard.map(({ signal }) => signal)).toEqual([
      {
        ...{
          kind: 'crm.changed',
          objectType: 'lead',
          externalId: '00QHp00000Ab1cdMAB',
          origin: 'connection-1',
        },
        key: 'salesforce:connection-1:outbound:04lHp00000Aa1aaIAB',
        occurredAt: delivery.receivedAt,
        data: { why: 'linked' },
      },
    ]);
    expect(reading.wanted).toEqual([{ objectType: 'call', externalId: '00THp00000Ff1ffMAB', links: true }]);
  });

  it('names its org in the long form', () => {
    expect(read(outboundMessage({ org: '00DHp000000Exam', notifications: [lead] })).org).toBe(
      '00DHp000000ExamMAC',
    );
  });

  it('is kept without the session that an admin may have sent along', () => {
    const text = outboundMessage({ org: '00DHp000000Exam', session: '00D!secret', notifications: [lead] });
    const kept = withoutSession(Buffer.from(text));
    expect(kept.toString()).not.toContain('secret');
    expect(readOutbound(kept)).toEqual(read(text));
  });

  it.each([
    ['no XML', 'hello', 'has not one root'],
    [
      'cut off',
      outboundMessage({ org: '00DHp000000Exam', notifications: [lead] }).slice(0, -20),
      'is not closed',
    ],
    ['no envelope', '<a/>', 'no SOAP envelope'],
    ['without an org', outboundMessage({ org: '', notifications: [lead] }), 'OrganizationId is no id'],
    [
      'without notifications',
      outboundMessage({ org: '00DHp000000Exam', notifications: [] }),
      'no Notification',
    ],
    [
      ...([
        'about no record',
        outboundMessage({ org: '00DHp000000Exam', notifications: [{ ...lead, fields: {} }] }),
      ] as const),
      'lacks its Id',
    ],
    [
      'with a document type',
      `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${outboundMessage({ org: '00DHp000000Exam', notifications: [lead] })}`,
      'is not taken: <!DOCTYPE',
    ],
  ])('is refused with a reason when it is %s', (_, text, reason) => {
    expect(() => read(text)).toThrow(reason);
  });
});

describe('XML', () => {
  it('is read with its namespaces, entities, comments and CDATA', () => {
    const root = parseXml(
      '<?xml version="1.0" encoding="UTF-8"?>\n<a xmlns="urn:a" xmlns:b="urn:b" t="&lt;1&gt;"><!-- no --><b:c>x &amp; &#233;&#x4e2d;<![CDATA[<&]]></b:c><d/></a>\n',
    );
    expect(root).toMatchObject({ name: 'a', space: 'urn:a' });
    expect(root.attributes.get('t')).toBe('<1>');
    expect(root.children.map(({ name, space, text }) => [name, space, text])).toEqual([
      ['c', 'urn:b', 'x & é中<&'],
      ['d', 'urn:a', ''],
    ]);
  });

  it.each([
    ['an entity of its own', '<a>&lol;</a>', 'the entity &lol; is not taken'],
    ['what is no character', '<a>&#0;</a>', 'the entity &#0; is not taken'],
    ['a lonely &', '<a>1 & 2</a>', 'the entity & is not taken'],
    ['another end than its beginning', '<a></b>', '</b> closes nothing'],
    ['two roots', '<a/><b/>', 'not one root'],
    ['a prefix from nowhere', '<b:a/>', 'the prefix of <b:a> is not declared'],
    ['an attribute twice', '<a x="1" x="2"/>', 'has x twice'],
    ['an instruction', '<a><?php ?></a>', 'is not taken'],
    ['another encoding', '<?xml version="1.0" encoding="UTF-16"?><a/>', 'is not taken'],
    ['no end of nesting', '<a>'.repeat(40) + '</a>'.repeat(40), 'nested too deep'],
  ])('with %s is refused', (_, text, reason) => expect(() => parseXml(text)).toThrow(reason));

  it('of a megabyte that leads nowhere is refused as fast as any other', () => {
    const hostile = [
      `<a ${'x="1" '.repeat(200_000)}`,
      `<a>${'<!--'.repeat(250_000)}`,
      `<a ${' '.repeat(1_000_000)}!>`,
    ];
    for (const text of hostile) expect(() => parseXml(text)).toThrow('is not taken');
  });
});
