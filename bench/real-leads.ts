// A simulated CRM that real leads are imported into, with a Revloop beside it, and what the CRM's API says of them.
import type { ImportReport } from '#sandbox/import/import-csv.ts';
import type { Calls } from './sandbox.ts';
import type { Server } from './server.ts';

/** What our fields say of one lead; NaN where the field is empty. */
export type Written = {
  readonly id: string;
  readonly score: number;
  readonly probability: number;
  readonly confidence: number;
};

export type RealLeads = {
  /** The map of the leads' columns where none is given. */
  readonly map: string;
  importLeads(csv: string, map: string): Promise<ImportReport>;
  /** Starts Revloop; called once. */
  open(): Promise<Server>;
  connect(server: Server): Promise<void>;
  /** Requests since the last time. */
  calls(): Promise<Calls>;
  /** Read from the CRM by its API. */
  scores(ids: readonly string[]): Promise<Written[]>;
  /** A person wins or loses the lead. */
  decide(id: string, won: boolean): Promise<void>;
  close(): Promise<void>;
};

export type OpenRealLeads = (withoutLimits: boolean) => Promise<RealLeads>;
