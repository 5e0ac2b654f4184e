// A story for tests of alerts: a subject with its twin and finding, and the advice that came of it.
import { z } from 'zod';
import { alertActions } from '#act/chat-alert.ts';
import type { Advice, NewAdvice } from '#advise/advice.ts';
import type { Finding } from '#analyze/finding.ts';
import { emptyTwin, type Twin } from '#twin/twin.ts';
import type { SlackHouse, Workspace } from './slack-house.ts';

export const asOf = '2026-11-20T08:30:00.000Z';

export function aTwin(kind: Twin['kind'], properties: Readonly<Record<string, string>>): Twin {
  const known = Object.entries(properties).map(
    ([name, value]) => [name, { value, at: asOf, by: 'test' }] as const,
  );
  return { ...emptyTwin(kind), properties: Object.fromEntries(known), createdAt: asOf };
}

export function aHealthFinding(fields: Partial<Finding> = {}): Finding {
  return {
    ...{
      kind: 'health',
      score: 34,
      band: 'at_risk',
      probability: 0.41,
      interval: [0.3, 0.52],
      confidence: 0.78,
    },
    doubts: [],
    reasons: [
      {
        ...{
          code: 'property',
          feature: 'open_tickets',
          label: 'Open tickets',
          value: 6,
          usual: 1,
          points: -18,
        },
        ...{ source: 'support', asOf },
      },
      {
        ...{
          code: 'property',
          feature: 'seats',
          label: 'Seats in use',
          value: '11 of 40',
          usual: '31 of 40',
        },
        ...{ points: -12, source: 'product', asOf },
      },
    ],
    parts: [
      { code: 'support', value: 18, weight: 0.5, trend: -40 },
      { code: 'use', value: 50, weight: 0.5, trend: -20 },
    ],
    ...{ basis: 'index', history: null, dataAsOf: asOf, weightsVersion: null },
    ...fields,
  };
}

export function someAdvice(subject: string, fields: Partial<NewAdvice> = {}): NewAdvice {
  const { reasons } = aHealthFinding();
  return {
    ...{
      subject,
      situation: 'health:risk',
      code: 'fix_support',
      finding: 'health',
      confidence: 0.78,
      reasons,
    },
    change: { from: 'healthy', to: 'at_risk', scoreFrom: 81, scoreTo: 34 },
    ...{ alert: true, task: true },
    ...fields,
  };
}

/** A customer of the workspace's tenant in the CRM, in danger: with subject, twin, finding and advice in the store. */
export async function aCustomerInDanger(
  house: SlackHouse,
  workspace: Workspace,
  given: { externalId?: string; name?: string; ownerId?: string; advice?: Partial<NewAdvice> } = {},
): Promise<Advice> {
  const { externalId = '501', name = 'Acme Freight', ownerId } = given;
  return house.store.asTenant(workspace.tenant, async (rows) => {
    const crm = await rows.connections.save({
      ...{
        platform: 'hubspot',
        externalId: `portal-${workspace.team}`,
        account: { name: 'North' },
        scopes: [],
      },
      tokens: { accessToken: 'none', refreshToken: null, expiresAt: null },
    });
    const occurredAt = new Date(asOf);
    await rows.signals.keep([
      {
        ...{
          key: `story/${externalId}`,
          kind: 'crm.changed',
          origin: crm.id,
          objectType: 'company',
          externalId,
        },
        ...{ occurredAt, data: { why: 'changed' } },
      },
    ]);
    const subject = z
      .string()
      .parse((await rows.subjects.find(crm.id, 'company', [externalId])).get(externalId));
    await rows.twins.save(
      new Map([[subject, aTwin('company', { name, ...(ownerId ? { hubspot_owner_id: ownerId } : {}) })]]),
    );
    await rows.findings.save([{ subject, finding: aHealthFinding() }], occurredAt);
    const { advice } = await rows.advice.save(
      someAdvice(subject, given.advice ?? {}),
      house.ports.clock.now(),
    );
    return advice;
  });
}

/** Puts the alert of each advice into the outbox, as a turn would. */
export async function putAlerts(
  house: SlackHouse,
  workspace: Workspace,
  ...advice: readonly Advice[]
): Promise<void> {
  await house.store.asTenant(workspace.tenant, (rows) =>
    rows.outbox.put(
      advice.flatMap((one) => alertActions(one, [workspace.connection])),
      house.ports.clock.now(),
    ),
  );
}

const messages = z.array(
  z.looseObject({
    ts: z.string(),
    channel: z.string(),
    text: z.string(),
    blocks: z.array(z.looseObject({ type: z.string() })).default([]),
    thread_ts: z.string().optional(),
    seen_by: z.string().nullish(),
  }),
);

/** What Slack shows in a workspace, oldest first. */
export async function said(house: SlackHouse, workspace: Workspace): Promise<z.infer<typeof messages>> {
  return messages.parse(await house.ask('GET', `messages?team=${workspace.team}`));
}
