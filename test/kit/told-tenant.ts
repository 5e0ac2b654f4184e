// A tenant in the middle of its life: a connected portal, people and companies with findings, advice, actions and outcomes.
import type { ActionEnd } from '#act/action.ts';
import { train } from '#learn/train.ts';
import type { TenantStore } from '#ports/store.ts';
import type { NewSignal } from '#sense/signal.ts';
import type { OpenStore } from '#store/open.ts';
import { aLeadHistory, historyEnd, leadSources } from './a-lead-history.ts';
import { aHealthFinding, aLeadFinding, aNamedTwin, leadReasons } from './told-findings.ts';

const day = 86_400_000;
const names = [
  'Ada Novak',
  '李娜',
  'Omar Haddad',
  'Grace Miller',
  '王伟',
  'Ines Costa',
  'Tom Becker',
  'Yuki Sato',
];
const companies = ['Northwind Logistics', '海岸科技', 'Alder & Sons', 'Brightwater Energy', 'Kestrel Health'];

export type ToldTenant = {
  readonly tenant: string;
  readonly connection: string;
  readonly portalId: string;
  /** Subject ids by the id of their record. */
  readonly subjects: ReadonlyMap<string, string>;
  readonly adviceId: string;
};

/** `people` contacts with record ids 1001 and up, five companies with 5001 and up. The first of each has advice. */
export async function toldTenant(
  store: OpenStore,
  input: { name: string; portalId: string; people?: number; now: Date },
): Promise<ToldTenant> {
  const { name, portalId, people = 24, now } = input;
  const tenant = await store.doors.makeTenant(name);
  return store.asTenant(tenant, async (rows) => {
    const connection = await rows.connections.save({
      platform: 'hubspot',
      externalId: portalId,
      account: { name: `${name}.example`, timeZone: 'Europe/Berlin' },
      scopes: ['oauth', 'crm.objects.contacts.read'],
      tokens: { accessToken: 'a', refreshToken: 'r', expiresAt: new Date(now.getTime() + day) },
    });
    const persons = Array.from({ length: people }, (_, at) => ({
      objectType: 'contact' as const,
      externalId: String(1001 + at),
      label: `${names[at % names.length]}${at < names.length ? '' : ` ${at}`}`,
    }));
    const firms = companies.map((label, at) => ({
      objectType: 'company' as const,
      externalId: String(5001 + at),
      label,
    }));
    const all = [...persons, ...firms];
    await rows.signals.keep(
      all.map(
        ({ objectType, externalId }): NewSignal => ({
          kind: 'crm.record',
          key: `${objectType}:${externalId}`,
          origin: connection.id,
          objectType,
          externalId,
          occurredAt: new Date(now.getTime() - 20 * day),
          data: { properties: { lifecyclestage: 'lead' }, createdAt: now.toISOString(), archived: false },
        }),
      ),
    );
    const subjects = new Map<string, string>();
    for (const { objectType, externalId } of all) {
      const found = await rows.subjects.find(connection.id, objectType, [externalId]);
      const subject = found.get(externalId);
      if (subject !== undefined) subjects.set(externalId, subject);
    }
    const of = (externalId: string): string => subjects.get(externalId) ?? '';
    await rows.twins.save(
      new Map(
        all.map(({ objectType, externalId, label }) => [of(externalId), aNamedTwin(objectType, label, now)]),
      ),
    );
    for (const [age, shift] of [
      [40, -14],
      [20, -6],
      [1, 0],
    ] as const) {
      const at = new Date(now.getTime() - age * day);
      await rows.findings.save(
        [
          ...persons.map(({ externalId }, index) => ({
            subject: of(externalId),
            finding: aLeadFinding(Math.max(3, 92 - index * 3 + shift), now),
          })),
          ...firms.map(({ externalId }, index) => ({
            subject: of(externalId),
            finding: aHealthFinding(Math.min(100, 34 + index * 15 - shift), now),
          })),
        ],
        at,
      );
    }
    const { advice } = await rows.advice.save(
      {
        subject: of('1001'),
        situation: 'lead_score:A',
        code: 'call_now',
        finding: 'lead_score',
        confidence: 0.82,
        reasons: leadReasons(now).slice(0, 3),
        change: { from: 'B', to: 'A', scoreFrom: 86, scoreTo: 92 },
        alert: true,
        task: true,
      },
      now,
    );
    await rows.advice.save(
      {
        subject: of('5001'),
        situation: 'health:at_risk',
        code: 'fix_support',
        finding: 'health',
        confidence: 0.7,
        reasons: [],
        change: { from: 'watch', to: 'at_risk', scoreFrom: 48, scoreTo: 34 },
        alert: true,
        task: true,
      },
      now,
    );
    await doThings(rows, connection.id, of, now);
    await learnAndRead(rows, connection.id, now);
    await rows.records.save(
      connection.id,
      persons.map(({ externalId }, index) => ({
        objectType: 'contact' as const,
        id: externalId,
        properties: { lifecyclestage: index % 3 === 0 ? 'customer' : 'lead', email: `p${index}@north.test` },
        createdAt: now,
        modifiedAt: now,
        archived: false,
        saidAt: now,
      })),
      now,
    );
    return { tenant, connection: connection.id, portalId, subjects, adviceId: advice.id };
  });
}

/** A live model, and a backfill under way. */
async function learnAndRead(rows: TenantStore, connection: string, now: Date): Promise<void> {
  const weights = train({
    target: 'lead',
    sources: leadSources,
    records: aLeadHistory(900),
    now: historyEnd,
    seed: 11,
  });
  await rows.weights.save({ target: 'lead', body: weights, report: weights.report, state: 'live' }, now);
  for (const [objectType, seen, total, state] of [
    ['contact', 9240, 9240, 'done'],
    ['company', 1180, 1180, 'done'],
    ['deal', 1630, 4020, 'running'],
    ['ticket', 0, null, 'waiting'],
  ] as const) {
    await rows.syncs.save({
      connection,
      objectType,
      phase: 'backfill',
      cursor: {},
      state,
      seen,
      total,
      startedAt: seen === 0 ? null : new Date(now.getTime() - 60_000),
      movedAt: seen === 0 ? null : now,
      problem: null,
    });
  }
}

/** A score written, one refused, a task created, and an answer in Slack. */
async function doThings(
  rows: TenantStore,
  connection: string,
  of: (externalId: string) => string,
  now: Date,
): Promise<void> {
  const write = (externalId: string, score: string) =>
    ({
      kind: 'crm.write',
      key: `crm.write:${externalId}`,
      connection,
      subject: of(externalId),
      payload: {
        objectType: 'contact',
        externalId,
        properties: { revloop_lead_score: score, revloop_lead_grade: 'A', revloop_confidence: '0.8' },
      },
    }) as const;
  await rows.outbox.put(
    [
      write('1001', '92'),
      write('1002', '89'),
      write('1003', '86'),
      {
        kind: 'crm.task',
        key: 'crm.task:1001',
        connection,
        subject: of('1001'),
        payload: {
          objectType: 'contact',
          externalId: '1001',
          subject: 'Call Ada Novak today',
          body: 'Interest is high.',
          dueAt: now.toISOString(),
          ownerId: null,
          advice: 'a',
        },
      },
    ],
    now,
  );
  const waiting = await rows.outbox.list({ states: ['pending'], limit: 10 });
  await rows.outbox.finish(
    waiting.flatMap((action): ActionEnd[] => {
      if (action.key === 'crm.write:1003') return [];
      if (action.key !== 'crm.write:1002') return [{ id: action.id, end: 'done' }];
      const problem = 'Property values were not valid: revloop_lead_grade was not one of the allowed options';
      return [{ id: action.id, end: 'parked', code: 'VALIDATION_ERROR', problem }];
    }),
    now,
  );
  await rows.outcomes.record([
    {
      key: 'slack:1',
      subject: of('1001'),
      advice: null,
      kind: 'taken',
      via: 'slack',
      by: 'Mia Keller',
      at: new Date(now.getTime() - 3 * 3_600_000),
      note: null,
    },
  ]);
}
