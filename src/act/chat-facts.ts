// Reads everything that the message of an advice says.
import type { Advice } from '#advise/advice.ts';
import { foundOf } from '#analyze/finding.ts';
import { toldFinding, toldReasons } from '#analyze/told-reasons.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Ports } from '#ports.ts';
import type { Connection } from '#sense/connection.ts';
import type { Owner } from '#sense/record.ts';
import { ownerOf } from '#sense/vocabulary.ts';
import { emptyTwin } from '#twin/twin.ts';
import type { AlertFacts } from './chat-message.ts';

export type Told = { readonly facts: AlertFacts; readonly owner: Owner | null };
/** Facts of several subjects, by advice id. */
export type Facts = ReadonlyMap<string, Told>;

type Known = Pick<AlertFacts, 'finding' | 'twin' | 'externalId' | 'word'> & {
  readonly crm: Connection | null;
  readonly objectType: Parameters<ReturnType<Ports['clients']['crm']>['recordUrl']>[0];
};

/** What the store knows of the subjects of `advice`, then the owners' names from the CRM: outside the transaction. */
export async function factsOf(
  ports: Pick<Ports, 'clients' | 'log' | 'store'>,
  tenant: string,
  advice: readonly Advice[],
): Promise<Facts> {
  const { locale, known, gate } = await ports.store.asTenant(tenant, async (rows) => ({
    locale: (await rows.settings.read()).settings.locale,
    known: await knownOf(rows, advice),
    gate: await rows.fields.gate(),
  }));
  const owners = await ownersOf(ports, [...known.values()]);
  return new Map(
    advice.map((one): [string, Told] => {
      const fact = known.get(one.id);
      const { twin, finding: found, externalId, crm, objectType, word } = fact ?? unknown(one);
      // What may be shown in the CRM need not be fit for a channel.
      const finding = found && toldFinding(gate, 'chat', twin.kind, found);
      const told = { ...one, reasons: toldReasons(gate, 'chat', twin.kind, one.reasons) };
      const url = crm ? ports.clients.crm(crm).recordUrl(objectType, externalId) : null;
      const owner = crm ? (owners.get(`${crm.id}:${ownerOf(twin.properties, crm.platform)}`) ?? null) : null;
      return [
        one.id,
        {
          owner,
          facts: { locale, advice: told, finding, twin, externalId, url, owner: owner?.name ?? null, word },
        },
      ];
    }),
  );
}

async function knownOf(rows: TenantStore, advice: readonly Advice[]): Promise<Map<string, Known>> {
  const subjects = [...new Set(advice.map(({ subject }) => subject))];
  const twins = await rows.twins.load(subjects);
  const findings = await rows.findings.current(subjects);
  const refs = await rows.subjects.refs(subjects);
  const words = await rows.health.overrides(subjects);
  const connections = (await rows.connections.all())
    .filter(({ platform }) => platform !== 'slack')
    .sort((a, b) => Number(b.state === 'active') - Number(a.state === 'active'));
  return new Map(
    advice.flatMap((one): [string, Known][] => {
      const twin = twins.get(one.subject)?.twin;
      if (!twin) return [];
      // Of several CRMs the one that was connected first, where its task is too.
      const crms = connections.flatMap((crm) =>
        refs.flatMap((ref) => (ref.subject === one.subject && ref.origin === crm.id ? [{ crm, ref }] : [])),
      );
      const here = crms.find(({ ref }) => ref.objectType === twin.kind) ?? crms[0];
      const kept = findings.find((row) => row.subject === one.subject && row.finding.kind === one.finding);
      const externalId = here?.ref.externalId ?? one.subject;
      const objectType = here?.ref.objectType ?? twin.kind;
      const word =
        one.finding === 'health' ? (words.find(({ subject }) => subject === one.subject) ?? null) : null;
      const finding = kept?.finding ?? null;
      return [[one.id, { twin, finding, crm: here?.crm ?? null, externalId, objectType, word }]];
    }),
  );
}

function unknown(advice: Advice): Known {
  const kind = foundOf(advice.finding);
  const nothing = { finding: null, crm: null, word: null } as const;
  return { ...nothing, twin: emptyTwin(kind), externalId: advice.subject, objectType: kind };
}

/** Owners by `connection:id`. An alert without the owner's name is better than none: a CRM that fails is only logged. */
async function ownersOf(
  ports: Pick<Ports, 'clients' | 'log'>,
  known: readonly Known[],
): Promise<Map<string, Owner>> {
  const owners = new Map<string, Owner>();
  const crms = new Map(
    known.flatMap(({ crm, twin }) =>
      crm && ownerOf(twin.properties, crm.platform) ? [[crm.id, crm] as const] : [],
    ),
  );
  for (const crm of crms.values()) {
    try {
      for (const owner of await ports.clients.crm(crm).owners()) owners.set(`${crm.id}:${owner.id}`, owner);
    } catch (error) {
      ports.log.warn(
        { connection: crm.id, error },
        'alerts go out without the owner, the CRM did not name it',
      );
    }
  }
  return owners;
}
