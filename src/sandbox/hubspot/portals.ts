// The portals of a simulated HubSpot, and what can be done in one of them from inside the process.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, numberOf, textOf } from '#sandbox/sqlite.ts';
import type { Change } from './change.ts';
import { openDatabase } from './database.ts';
import { HubspotError, notFound } from './hubspot-error.ts';
import { openOwners } from './owners.ts';
import { openPipelines, stockPipelines } from './pipelines.ts';
import { type Portal, type PortalFacts, toPortal } from './portal.ts';
import type { PortalContext } from './portal-context.ts';
import { openPropertyBook, stockPropertyBook } from './property-book.ts';

type PortalInput = {
  readonly portalId?: number;
  readonly name: string;
  readonly timeZone?: string;
  readonly uiDomain?: string;
  readonly currency?: string;
};

type ChangeListener = (portalId: number, changes: readonly Change[]) => void;

export type Portals = {
  readonly database: Database;
  readonly wall: () => Date;
  create(input: PortalInput): Portal;
  /** Throws 404 where there is no such portal. */
  get(portalId: number): Portal;
  find(portalId: number): Portal | undefined;
  list(): Portal[];
  /** The listener runs within the transaction of the change, so that what it keeps is kept with it. */
  onChange(listener: ChangeListener): void;
  close(): void;
};

export type PortalsOptions = {
  /** Where to keep everything; a temporary file, gone on close, where left out. */
  readonly file?: string;
  /** The time records are stamped with; the demo company may live at its own pace. */
  readonly clock?: () => Date;
  /** The real time, for tokens, limits, index lag and deliveries. */
  readonly wall?: () => Date;
};

const FIRST_PORTAL = 48_100_001;
const FIRST_RECORD = 101;

/** Opens or creates the file of the simulated HubSpot. */
export function openPortals(options: PortalsOptions = {}): Portals {
  const wall = options.wall ?? (() => new Date());
  const clock = options.clock ?? wall;
  const folder = options.file === undefined ? mkdtempSync(join(tmpdir(), 'revloop-hubspot-')) : undefined;
  const file = options.file ?? join(folder ?? '', 'hubspot.sqlite');
  const database = openDatabase(file);
  const listeners: ChangeListener[] = [];
  const open = new Map<number, Portal>();

  function find(portalId: number): Portal | undefined {
    const known = open.get(portalId);
    if (known !== undefined) return known;
    const row = database.get('select * from portals where id = ?', portalId);
    if (row === undefined) return undefined;
    const facts: PortalFacts = {
      portalId,
      name: textOf(row, 'name'),
      timeZone: textOf(row, 'time_zone'),
      uiDomain: textOf(row, 'ui_domain'),
      currency: textOf(row, 'currency'),
    };
    const made = toPortal(contextOf(portalId), facts, (id) => reserve(portalId, id));
    open.set(portalId, made);
    return made;
  }

  function contextOf(portalId: number): PortalContext {
    return {
      database,
      portalId,
      now: clock,
      wall,
      book: openPropertyBook(database, portalId, clock),
      pipelines: openPipelines(database, portalId),
      owners: openOwners(database, portalId, clock),
      emit: (changes) => {
        if (changes.length > 0) for (const listener of listeners) listener(portalId, changes);
      },
      nextId: () => {
        const row = database.get(
          'update portals set next_id = next_id + 1 where id = ? returning next_id',
          portalId,
        );
        return numberOf(row ?? {}, 'next_id') - 1;
      },
    };
  }

  function reserve(portalId: number, id: number): void {
    database.run('update portals set next_id = max(next_id, ?) where id = ?', id + 1, portalId);
  }

  function create(input: PortalInput): Portal {
    const last = numberOf(database.get('select max(id) as last from portals') ?? {}, 'last');
    const portalId = input.portalId ?? Math.max(FIRST_PORTAL, last + 1);
    if (find(portalId) !== undefined) throw new HubspotError(409, `Portal ${portalId} already exists.`);
    database.transaction(() => {
      database.run(
        'insert into portals (id, name, time_zone, ui_domain, currency, next_id) values (?, ?, ?, ?, ?, ?)',
        ...[portalId, input.name, input.timeZone ?? 'US/Eastern', input.uiDomain ?? 'app.hubspot.com'],
        ...[input.currency ?? 'USD', FIRST_RECORD],
      );
      stockPropertyBook(database, portalId);
      stockPipelines(openPipelines(database, portalId));
    });
    return get(portalId);
  }

  function get(portalId: number): Portal {
    const found = find(portalId);
    if (found === undefined) throw notFound(`Portal ${portalId} does not exist`);
    return found;
  }

  return {
    database,
    wall,
    create,
    get,
    find,
    list: () => database.all('select id from portals order by id').map((row) => get(numberOf(row, 'id'))),
    onChange: (listener) => {
      listeners.push(listener);
    },
    close: () => {
      database.close();
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}
