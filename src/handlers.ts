// What a worker does for each kind of work; `true`: more of the same waits.
import { actChat } from '#act/chat-alert.ts';
import { forgetInChat } from '#act/chat-forget.ts';
import { sayInChat } from '#act/chat-say.ts';
import { actCrm } from '#act/crm-act.ts';
import { sendHooks } from '#act/web-hook.ts';
import { learnAll } from '#learn/lessons.ts';
import { lookAgain } from '#learn/look-again.ts';
import { remindOfDrill } from '#learn/remind-drill.ts';
import type { Trainer } from '#learn/train-in-worker.ts';
import { turn } from '#loop.ts';
import type { Ports, Work, WorkKind } from '#ports.ts';
import type { Handler } from '#queue/queue.ts';
import type { Connection } from '#sense/connection.ts';
import { forgetSurplus } from '#sense/forget-surplus.ts';
import { intake } from '#sense/intake.ts';
import type { Adapters } from '#sense/reading.ts';
import { reread } from '#sense/reread.ts';
import { sync } from '#sense/sync.ts';
import { walkJourneys } from './walk.ts';

type Needs = {
  readonly ports: Ports;
  readonly adapters: Adapters;
  readonly train: Trainer;
  /** Where Revloop's console is. */
  readonly console?: string;
  /** Told how long each turn took, in seconds. */
  readonly onTurn?: (seconds: number, subjects: number) => void;
};

export function handlers({
  ports,
  adapters,
  train,
  console,
  onTurn,
}: Needs): Readonly<Record<WorkKind, Handler>> {
  /** Work on a connection that is gone, or not active, is over. */
  const onActive =
    (work: (connection: Connection) => Promise<boolean>) =>
    async ({ tenant, connection: id }: Work): Promise<boolean> => {
      if (id === undefined) return false;
      const connection = await ports.store.asTenant(tenant, ({ connections }) => connections.get(id));
      return connection?.state === 'active' ? work(connection) : false;
    };
  return {
    intake: async ({ tenant }) => (await intake(ports, tenant, adapters)).more,
    reread: onActive(async ({ tenant, id }) => (await reread(ports, tenant, id)).more),
    async turn({ tenant }) {
      const began = performance.now();
      const report = await turn(console === undefined ? ports : { ...ports, console }, tenant);
      if (report.subjects > 0) onTurn?.((performance.now() - began) / 1000, report.subjects);
      return report.more;
    },
    act: onActive(async (connection) => {
      if (connection.platform === 'slack') {
        const forgotten = await forgetInChat(ports, connection);
        const said = await sayInChat(ports, connection);
        return (await actChat(ports, connection.tenant, connection)) + forgotten + said > 0;
      }
      const hooks = await sendHooks(ports, connection);
      return (await actCrm(ports, connection.tenant, connection.id)).more || hooks > 0;
    }),
    sync: onActive(async ({ tenant, id }) => (await sync(ports, tenant, id)).more),
    journey: async ({ tenant }) => (await walkJourneys(ports, tenant)).more,
    forget: async ({ tenant }) => forgetSurplus(ports, tenant, adapters),
    async learn({ tenant }) {
      await learnAll(console === undefined ? ports : { ...ports, console }, tenant, train);
      await lookAgain(ports, tenant);
      await remindOfDrill(console === undefined ? ports : { ...ports, console }, tenant);
      return false;
    },
  };
}
