// The sandbox's record page on a real port, over a record in memory, with a card back end behind it.
import { createServer } from 'node:http';
import express from 'express';
import { z } from 'zod';
import { aCardBackEnd, type CardBackEnd } from '#kit/card-back-end.ts';
import { aRecord } from '#kit/record.ts';
import { recordPage } from '#sandbox/record-page/record-page.ts';
import type { RecordSnapshot } from '#sandbox/record-page/record-snapshot.ts';

export type RecordPageServer = {
  readonly url: string;
  readonly backEnd: CardBackEnd;
  /** Changes the record as the loop would, unseen by the page until it looks. */
  put(record: RecordSnapshot): void;
  readonly written: Record<string, string>[];
  close(): Promise<void>;
};

export async function aRecordPageServer(directory: string): Promise<RecordPageServer> {
  const backEnd = await aCardBackEnd('sandbox-secret');
  let record = aRecord();
  const written: Record<string, string>[] = [];
  const app = express();
  app.use(
    '/contacts/:portalId/record/:typeId/:id',
    recordPage({
      read: async (portalId, typeId, id) =>
        portalId === record.portalId && typeId === record.typeId && id === record.id ? record : undefined,
      write: async (_portalId, _typeId, _id, properties) => {
        if (properties['phone'] === 'x') throw new Error('"x" is not a phone number.');
        written.push({ ...properties });
        const fields = record.fields.map((field) => ({
          ...field,
          value: properties[field.name] ?? field.value,
        }));
        record = { ...record, fields };
      },
      app: () => ({ appId: '77', clientSecret: 'sandbox-secret', serverUrl: backEnd.url }),
      user: { id: '5', email: 'rep+demo@example.com', firstName: 'Bo', lastName: 'Lindqvist' },
      directory,
      now: Date.now,
    }),
  );
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    backEnd,
    put: (next) => {
      record = next;
    },
    written,
    close: async () => {
      await backEnd.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
