// What the HTTP side needs from outside; main hands it over.
import type { Config } from '#config.ts';
import type { Access } from '#ports/access.ts';
import type { AnswerAdvice } from '#ports/answer.ts';
import type { DrillDesk } from '#ports/drill-desk.ts';
import type { EventSources } from '#ports/event-sources.ts';
import type { HealthDesk } from '#ports/health-desk.ts';
import type { HealthWords } from '#ports/health-words.ts';
import type { Installs } from '#ports/installs.ts';
import type { JourneyDesk } from '#ports/journey-desk.ts';
import type { ModelDesk } from '#ports/model-desk.ts';
import type { OAuth } from '#ports/oauth.ts';
import type { Reports } from '#ports/reports.ts';
import type { RuleDesk } from '#ports/rule-desk.ts';
import type { Ports } from '#ports.ts';
import type { Platform } from '#sense/connection.ts';
import type { Metrics } from './metrics.ts';

/** Whether a request is HubSpot's and fresh. `url` is the public address with its query, exactly as it came. */
type VerifyHubspot = (
  request: {
    readonly method: string;
    readonly url: string;
    readonly body: Buffer;
    readonly signature: string | undefined;
    readonly timestamp: string | undefined;
  },
  now: Date,
) => { readonly valid: boolean };

export type ConsoleState =
  | { readonly state: 'ready'; readonly directory: string }
  | { readonly state: 'building'; readonly since: Date; readonly step: string }
  | { readonly state: 'failed'; readonly problem: string };

export type HttpDeps = Ports & {
  readonly config: Pick<Config, 'publicUrl'>;
  readonly access: Access;
  readonly answer: AnswerAdvice;
  readonly drills: DrillDesk;
  readonly eventSources: EventSources;
  readonly journeys: JourneyDesk;
  readonly models: ModelDesk;
  readonly reports: Reports;
  readonly rules: RuleDesk;
  readonly customerHealth: HealthDesk;
  readonly healthWords: HealthWords;
  readonly installs: Installs;
  /** Null where the operator has given no client id and secret for the platform. */
  readonly oauth: Readonly<Record<Platform, OAuth | null>>;
  readonly verifyHubspot: VerifyHubspot;
  /** Secrets in the address for a connection's outbound messages; the first is the one to use. */
  readonly outboundKeys: (connection: string) => readonly string[];
  readonly metrics: Metrics;
  readonly health: { database(): Promise<boolean>; queue(): Promise<boolean> };
  readonly console: () => ConsoleState;
  /** The address of the demo's own pages, where the sandbox runs beside the server. */
  readonly demo: { readonly hubspot: string; readonly salesforce: string; readonly slack: string } | null;
};
