// The pipelines and stages of deals and tickets in one portal.
import { z } from 'zod';
import { type Database, textOf } from '#sandbox/sqlite.ts';

const stage = z.object({
  id: z.string(),
  label: z.string(),
  displayOrder: z.number().int(),
  metadata: z.record(z.string(), z.string()),
});

const pipeline = z.object({
  id: z.string(),
  label: z.string(),
  displayOrder: z.number().int(),
  stages: z.array(stage),
  createdAt: z.string().default('2020-01-01T00:00:00.000Z'),
  updatedAt: z.string().default('2020-01-01T00:00:00.000Z'),
});

type Pipeline = Readonly<z.infer<typeof pipeline>>;

export type Pipelines = {
  list(type: string): readonly Pipeline[];
  define(type: string, definition: z.input<typeof pipeline>): Pipeline;
};

export function openPipelines(database: Database, portalId: number): Pipelines {
  const kept = new Map<string, readonly Pipeline[]>();
  return {
    list(type) {
      const known = kept.get(type);
      if (known !== undefined) return known;
      const rows = database.all(
        'select definition from pipelines where portal_id = ? and type = ?',
        portalId,
        type,
      );
      const read = rows
        .map((row) => pipeline.parse(JSON.parse(textOf(row, 'definition'))))
        .sort((a, b) => a.displayOrder - b.displayOrder);
      kept.set(type, read);
      return read;
    },
    define(type, definition) {
      const made = pipeline.parse(definition);
      database.run(
        `insert into pipelines (portal_id, type, id, definition) values (?, ?, ?, ?)
         on conflict (portal_id, type, id) do update set definition = excluded.definition`,
        ...[portalId, type, made.id, JSON.stringify(made)],
      );
      kept.delete(type);
      return made;
    },
  };
}

const dealStages: readonly (readonly [id: string, label: string, probability: string])[] = [
  ['appointmentscheduled', 'Appointment Scheduled', '0.2'],
  ['qualifiedtobuy', 'Qualified To Buy', '0.4'],
  ['presentationscheduled', 'Presentation Scheduled', '0.6'],
  ['decisionmakerboughtin', 'Decision Maker Bought-In', '0.8'],
  ['contractsent', 'Contract Sent', '0.9'],
  ['closedwon', 'Closed Won', '1.0'],
  ['closedlost', 'Closed Lost', '0.0'],
];

const ticketStages: readonly (readonly [id: string, label: string, state: string])[] = [
  ['1', 'New', 'OPEN'],
  ['2', 'Waiting on contact', 'OPEN'],
  ['3', 'Waiting on us', 'OPEN'],
  ['4', 'Closed', 'CLOSED'],
];

/** Gives a new portal its Sales Pipeline and its Support Pipeline. */
export function stockPipelines(pipelines: Pipelines): void {
  pipelines.define('deals', {
    id: 'default',
    label: 'Sales Pipeline',
    displayOrder: 0,
    stages: dealStages.map(([id, label, probability], displayOrder) => ({
      id,
      label,
      displayOrder,
      metadata: { isClosed: String(id.startsWith('closed')), probability },
    })),
  });
  pipelines.define('tickets', {
    id: '0',
    label: 'Support Pipeline',
    displayOrder: 0,
    stages: ticketStages.map(([id, label, ticketState], displayOrder) => ({
      id,
      label,
      displayOrder,
      metadata: { ticketState, isClosed: String(ticketState === 'CLOSED') },
    })),
  });
}
