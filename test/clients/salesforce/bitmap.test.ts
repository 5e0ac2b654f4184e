// The bitmaps of change events: what Salesforce's own example says, and what cannot be read.
import { describe, expect, it } from 'vitest';
import { fieldsOf } from '#clients/salesforce/bitmap.ts';
import { openSalesforceFeeds } from '#clients/salesforce/open-feed.ts';
import { pubsubAddress } from '#clients/salesforce/pubsub-address.ts';
import { fc } from '#kit/fast-check.ts';
import { bitmaps } from '#sandbox/salesforce/pubsub/event-payload.ts';

const plain = (name: string) => ({ name, parts: [] });

describe('a bitmap', () => {
  it('names fields from the right, the header being the first, and parts of compound fields by their place', () => {
    const fields = [
      plain('ChangeEventHeader'),
      { name: 'Name', parts: ['Salutation', 'FirstName', 'LastName'] },
      ...['Phone', 'F3', 'F4', 'F5', 'F6', 'F7', 'F8'].map(plain),
    ];
    expect(fieldsOf(['0x104', '1-0x6'], fields)).toEqual(['Phone', 'F8', 'Name.FirstName', 'Name.LastName']);
    expect(fieldsOf(['1-0x02'], fields)).toEqual(['Name.FirstName']);
    expect(fieldsOf([], fields)).toEqual([]);
  });

  it('of several hundred fields is read to the last one', () => {
    const fields = Array.from({ length: 800 }, (_, nr) => plain(`F${nr}`));
    expect(fieldsOf([`0x${(1n << 799n).toString(16)}`], fields)).toEqual(['F799']);
  });

  it.each([['0x'], ['650004E0'], ['9-0x1'], ['0-0x1'], ['0xZZ'], ['0x8']])(
    'is not guessed at when it is %s',
    (text) => expect(fieldsOf([text], [plain('A'), plain('B'), plain('C')])).toBeNull(),
  );

  it('reads what was written, whatever changed', () => {
    const field = (name: string, compoundFieldName: string | null = null) => ({
      ...{ name, type: 'string', compoundFieldName },
    });
    const schema = Array.from({ length: 70 }, (_, nr) =>
      nr % 7 === 3
        ? {
            ...{ name: `C${nr}`, field: null },
            parts: ['a', 'b', 'c'].map((part) => ({ name: part, field: field(`C${nr}${part}`, `C${nr}`) })),
          }
        : { name: `F${nr}`, field: field(`F${nr}`), parts: [] },
    );
    const named = [
      plain('ChangeEventHeader'),
      ...schema.map(({ name, parts }) => ({ name, parts: parts.map((part) => part.name) })),
    ];
    const paths = schema.flatMap(({ name, parts }) =>
      parts.length === 0 ? [[name, name]] : parts.map((part) => [part.field.name, `${name}.${part.name}`]),
    );
    fc.assert(
      fc.property(fc.subarray(paths), (changed) => {
        const written = bitmaps(
          schema,
          changed.flatMap(([name]) => name ?? []),
        );
        const read = fieldsOf(written, named);
        expect(new Set(read)).toEqual(new Set(changed.map(([, path]) => path)));
      }),
    );
  });
});

describe('the address of the Pub/Sub API', () => {
  it.each([
    ['api.pubsub.salesforce.com:7443', 'api.pubsub.salesforce.com:7443', true],
    ['https://api.pubsub.salesforce.com:7443', 'api.pubsub.salesforce.com:7443', true],
    ['https://api.deu.pubsub.salesforce.com', 'api.deu.pubsub.salesforce.com:7443', true],
    ['http://sandbox:9000/', 'sandbox:9000', false],
    ['127.0.0.1:9000', '127.0.0.1:9000', false],
    ['localhost:9000', 'localhost:9000', false],
    ['[::1]:9000', '[::1]:9000', false],
    ['https://localhost:9000', 'localhost:9000', true],
  ])('%s is %s, with TLS: %s', (text, target, tls) => expect(pubsubAddress(text)).toEqual({ target, tls }));

  it.each([
    ['ftp://somewhere:1'],
    ['host:99999'],
    ['a b:1'],
    [''],
    ['https://user@host:1'],
    ['http://host:1/path'],
  ])('is not %s', (text) => expect(pubsubAddress(text)).toBeNull());

  it('is checked when the server starts', () => {
    const tokens = { session: async () => ({ accessToken: '', instanceUrl: '' }), replace: async () => '' };
    expect(() => openSalesforceFeeds({ config: { SALESFORCE_PUBSUB_URL: 'ftp://x:1' }, tokens })).toThrow(
      'SALESFORCE_PUBSUB_URL',
    );
  });
});
