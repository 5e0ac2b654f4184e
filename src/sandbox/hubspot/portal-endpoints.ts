// The endpoints about the portal itself: owners, pipelines, account details, limits, and leaving it.
import { API_VERSION, type Call, type Endpoint, flag, limitParam, nextPage, reading } from './endpoint.ts';
import { notFound } from './hubspot-error.ts';
import { objectTypeOf, objectTypes } from './object-type.ts';

const pipelines = `/crm/pipelines/${API_VERSION}/:type`;
const none = () => [];

export const portalEndpoints: readonly Endpoint[] = [
  { method: 'get', path: `/crm/owners/${API_VERSION}`, scopes: ownersScope, answer: owners },
  { method: 'get', path: `/crm/owners/${API_VERSION}/:id`, scopes: ownersScope, answer: owner },
  { method: 'get', path: pipelines, scopes: reading, answer: listPipelines },
  { method: 'get', path: `${pipelines}/:id`, scopes: reading, answer: readPipeline },
  { method: 'get', path: `${pipelines}/:id/stages`, scopes: reading, answer: readStages },
  { method: 'get', path: `/account-info/${API_VERSION}/details`, scopes: none, answer: account },
  { method: 'get', path: `/crm/limits/${API_VERSION}/custom-properties`, scopes: none, answer: limits },
  { method: 'delete', path: `/appinstalls/${API_VERSION}/external-install`, scopes: none, answer: leave },
];

function ownersScope() {
  return [['crm.objects.owners.read']];
}

function owners(call: Call) {
  const limit = limitParam(call, 100, 500);
  const after = Number(call.query.get('after') ?? 0);
  const email = call.query.get('email')?.toLowerCase();
  const all = call.portal.owners
    .list(flag(call, 'archived'))
    .filter((one) => Number(one.id) > after && (email === undefined || one.email.toLowerCase() === email));
  const results = all.slice(0, limit);
  const last = results.at(-1);
  const more = all.length > limit && last !== undefined;
  return { status: 200, body: { results, ...(more ? nextPage(call, last.id) : {}) } };
}

function owner(call: Call) {
  const byUser = call.query.get('idProperty') === 'userId';
  const found = call.portal.owners
    .list(flag(call, 'archived'))
    .find((one) => (byUser ? String(one.userId) : one.id) === call.param('id'));
  if (found === undefined) throw notFound(`Owner ${call.param('id')} does not exist`);
  return { status: 200, body: found };
}

function shownPipelines(call: Call) {
  return call.portal.pipelines.list(objectTypeOf(call.param('type')).name).map((one) => ({
    ...one,
    stages: one.stages.map((stage) => ({
      ...stage,
      archived: false,
      writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT',
    })),
    archived: false,
  }));
}

function listPipelines(call: Call) {
  return { status: 200, body: { results: shownPipelines(call) } };
}

function readPipeline(call: Call) {
  const found = shownPipelines(call).find((one) => one.id === call.param('id'));
  if (found === undefined) throw notFound(`Pipeline ${call.param('id')} does not exist`);
  return { status: 200, body: found };
}

function readStages(call: Call) {
  return { status: 200, body: { results: readPipeline(call).body.stages } };
}

function account(call: Call) {
  const { portalId, timeZone, uiDomain, currency } = call.portal;
  return {
    status: 200,
    body: {
      portalId,
      accountType: 'STANDARD',
      timeZone,
      companyCurrency: currency,
      additionalCurrencies: [],
      utcOffset: offset(timeZone, call.startedAt),
      utcOffsetMilliseconds: offsetMs(timeZone, call.startedAt),
      uiDomain,
      dataHostingLocation: uiDomain.includes('-eu1') ? 'eu1' : 'na1',
    },
  };
}

function offsetMs(timeZone: string, at: Date): number {
  const there = new Date(at.toLocaleString('en-US', { timeZone })).getTime();
  const here = new Date(at.toLocaleString('en-US', { timeZone: 'UTC' })).getTime();
  return there - here;
}

function offset(timeZone: string, at: Date): string {
  const minutes = Math.round(offsetMs(timeZone, at) / 60_000);
  const [hours, rest] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}

function limits(call: Call) {
  const limit = call.chaos.read().customPropertiesPerObject;
  const byObjectType = objectTypes.map((type) => {
    const all = [...call.portal.context.book.all(type.name).values()];
    const usage = all.filter((one) => !one.hubspotDefined).length;
    return {
      objectTypeId: type.id,
      singularLabel: type.singular,
      pluralLabel: type.name,
      limit,
      usage,
      percentage: (usage / limit) * 100,
    };
  });
  const overallLimit = limit * objectTypes.length;
  const overallUsage = byObjectType.reduce((sum, one) => sum + one.usage, 0);
  const overallPercentage = (overallUsage / overallLimit) * 100;
  return { status: 200, body: { overallLimit, overallUsage, overallPercentage, byObjectType } };
}

function leave(call: Call) {
  call.uninstall();
  return { status: 204 };
}
