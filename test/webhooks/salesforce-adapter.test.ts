// What Salesforce's change events say.
import { describe, expect, it } from 'vitest';
import { fc } from '#kit/fast-check.ts';
import { salesforceDelivery, salesforceFixtures } from '#kit/salesforce-fixture.ts';
import { emptyReading, type Reading } from '#sense/reading.ts';
import { signalData } from '#sense/signal.ts';
import { salesforceAdapter } from '#webhooks/salesforce/adapter.ts';
import { changedFields } from '#webhooks/salesforce/changed-field.ts';
import { recordId } from '#webhooks/salesforce/record-id.ts';

const origin = '5c0a8f3e-0000-4000-8000-000000000001';
const read = (name: string) => salesforceAdapter(salesforceDelivery(name, origin));
const ofBody = (body: string) =>
  salesforceAdapter({ ...salesforceDelivery('lead-created', origin), body: Buffer.from(body) });
const said = ({ heard }: Reading) =>
  heard.map(({ signal }) => {
    const why = signal.kind === 'crm.changed' ? ` ${signal.data.why}` : '';
    return `${signal.kind}${why} ${signal.objectType} ${signal.externalId}`;
  });

const account = '001Hp00000Cc1ccIAB';
const contact = '003Hp00000Dd1ddIAB';
const deal = '006Hp00000Ee1eeIAB';
const lead = '00QHp00000Ab1cdMAB';

describe('a batch of change events', () => {
  it('is told the same when it comes twice', () => {
    expect(salesforceFixtures().length).toBeGreaterThan(10);
    for (const name of salesforceFixtures()) {
      const reading = read(name);
      expect(read(name)).toEqual(reading);
      for (const { signal } of reading.heard) signalData[signal.kind].parse(signal.data);
      const keys = reading.heard.map(({ signal }) => signal.key);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  it('names the property by the name that it has in the record, with its time', () => {
    const [one] = read('lead-name-corrected').heard;
    expect(one?.signal).toMatchObject({
      ...{ kind: 'crm.changed', objectType: 'lead', externalId: lead, origin },
      data: { why: 'changed', property: 'FirstName' },
      occurredAt: new Date(1_790_000_400_000),
    });
    expect(said(read('lead-created'))).toEqual([`crm.changed created lead ${lead}`]);
  });

  it('hints at everything that a conversion touches, with its links', () => {
    expect(new Set(said(read('lead-converted')))).toEqual(
      new Set([
        ...[`crm.changed created company ${account}`, `crm.changed created contact ${contact}`],
        ...[`crm.changed created deal ${deal}`, `crm.changed linked lead ${lead}`],
        ...[`crm.changed linked company ${account}`, `crm.changed linked contact ${contact}`],
        `crm.changed linked deal ${deal}`,
      ]),
    );
  });

  it('tells the losers of a merge as deleted: reading them again tells of the winner', () => {
    expect(said(read('leads-merged'))).toEqual([
      'crm.deleted lead 00QHp00000Ab1ceMAB',
      'crm.deleted lead 00QHp00000Ab1cfMAB',
      `crm.changed changed lead ${lead}`,
    ]);
  });

  it('drops our own writes, and no change that somebody made beside them', () => {
    const reading = read('our-own-score-comes-back');
    expect(reading.echoes).toBe(3);
    expect(said(reading)).toEqual([`crm.changed changed lead ${lead}`, `crm.changed linked lead ${lead}`]);
  });

  it('reads again whole what a gap is about', () => {
    expect(said(read('gaps'))).toEqual([
      `crm.changed created contact ${contact}`,
      `crm.changed linked deal ${deal}`,
      'crm.changed linked deal 006Hp00000Ee1efIAB',
      'crm.deleted ticket 500Hp00000Gg1ggIAB',
      `crm.restored company ${account}`,
    ]);
  });

  it('wants whole types compared where no ids are told', () => {
    expect(read('overflow')).toEqual({ ...emptyReading, whole: ['lead', 'call', 'email', 'note', 'task'] });
    expect(read('field-type-converted')).toEqual({ ...emptyReading, whole: ['company'] });
    const overflow = { entityName: 'Lead', changeType: 'GAP_OVERFLOW', commitTimestamp: '1790000400000' };
    for (const ids of [{}, { recordIds: [] }]) {
      const payload = { ChangeEventHeader: { ...overflow, ...ids } };
      expect(ofBody(JSON.stringify([{ payload }]))).toEqual({ ...emptyReading, whole: ['lead'] });
    }
  });

  it('wants activities read again, by their kind where it is told', () => {
    const tasks = ['call', 'email', 'note', 'task'];
    expect(read('calls-logged').wanted).toEqual([
      { objectType: 'call', externalId: '00THp00000Ff1fgMAB', links: true },
      { objectType: 'call', among: tasks, externalId: '00THp00000Ff1fhMAB', links: false },
      { objectType: 'meeting', externalId: '00UHp00000Hh1hhMAB', links: false },
      { objectType: 'call', among: tasks, externalId: '00THp00000Ff1fiMAB', links: true },
      { objectType: 'call', externalId: '00THp00000Ff1fjMAB', links: true },
    ]);
  });

  it('wants an answer read, whatever the namespace of the package', () => {
    expect(read('answer-on-the-card').wanted).toEqual([
      { objectType: 'answer', externalId: 'a0BHp00000Ii1iiMAB', links: true },
    ]);
  });

  it('tells of each record that was changed alike, by ids of one form', () => {
    expect(said(read('same-change-of-many'))).toEqual(
      [lead, '00QHp00000Ab1ceMAB', '00QHp00000Ab1cfMAB'].map((id) => `crm.changed changed lead ${id}`),
    );
  });

  it('reads both sides of a new link', () => {
    expect(new Set(said(read('contact-moves-to-another-account')))).toEqual(
      new Set([`crm.changed linked contact ${contact}`, `crm.changed linked deal ${deal}`]),
    );
  });

  it('is put aside for what it does not understand, and the rest takes effect', () => {
    const reading = read('one-event-unreadable');
    expect(said(reading)).toEqual([`crm.changed changed lead ${lead}`]);
    expect(reading.problem).toBe(
      'not understood: bytes of an event, truncated buffer (1), change TELEPORT (1)',
    );
  });

  it('counts what is nothing to us', () => {
    expect(read('nothing-for-us')).toEqual({ ...emptyReading, whole: [], unused: 3 });
  });

  it('is refused as a whole only when it is no list', () => {
    expect(() => ofBody('{}')).toThrow('is not a list of events');
    expect(() => ofBody('[')).toThrow('is not JSON');
    expect(ofBody('[1, {}, {"payload": {}}]').problem).toMatch(/^not understood: field/);
  });

  it('survives whatever an event says', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (body) => {
        const { heard } = ofBody(JSON.stringify(body));
        for (const { signal } of heard) expect(Number.isNaN(signal.occurredAt.getTime())).toBe(false);
      }),
    );
  });
});

describe('ids and names', () => {
  it('get the three letters that Salesforce gives them', () => {
    expect(recordId('001D000000IqhSL')).toBe('001D000000IqhSLIAZ');
    expect(recordId('001D000000IqhSLIAZ')).toBe('001D000000IqhSLIAZ');
    for (const text of ['', '001*', '001D000000IqhS', '001D000000IqhSL!AZ'])
      expect(recordId(text)).toBeNull();
  });

  it('are those of the record, without the stamps; unreadable bitmaps tell nothing', () => {
    expect(
      changedFields(['Name.LastName', 'BillingAddress.City', 'Address.Street', 'SystemModstamp', 'X__c']),
    ).toEqual([...['LastName', 'BillingCity', 'Street', 'X__c']]);
    expect(changedFields(['Phone', '4-0xGG'])).toBeNull();
  });
});
