// The record page's view of the simulated HubSpot: reads a record with all around it, and writes as a person would.
import { findObjectType, objectTypeOf } from '#sandbox/hubspot/object-type.ts';
import type { Portal, PortalRecord } from '#sandbox/hubspot/portal.ts';
import type { Portals } from '#sandbox/hubspot/portals.ts';
import type { Property } from '#sandbox/hubspot/property.ts';
import type { RecordPageDeps } from './record-page.ts';
import type { RecordField, RecordSnapshot } from './record-snapshot.ts';

const related = { companies: 'Companies', contacts: 'Contacts', deals: 'Deals', tickets: 'Tickets' } as const;
const activities = ['emails', 'calls', 'meetings', 'notes', 'tasks'] as const;
const mostActivities = 40;

/** `read` and `write` of the record page over the portals of the sandbox. */
export function portalRecords(portals: Pick<Portals, 'find'>): Pick<RecordPageDeps, 'read' | 'write'> {
  return {
    read: async (portalId, typeId, id) => {
      const portal = portals.find(Number(portalId));
      const type = findObjectType(typeId);
      if (portal === undefined || type === undefined) return undefined;
      const record = portal.read(type.name, id);
      return record === undefined || record.archived ? undefined : snapshotOf(portal, record);
    },
    write: async (portalId, typeId, id, properties) => {
      portals.find(Number(portalId))?.update(objectTypeOf(typeId).name, id, properties);
    },
  };
}

function snapshotOf(portal: Portal, record: PortalRecord): RecordSnapshot {
  const type = objectTypeOf(record.type);
  return {
    portalId: String(portal.portalId),
    timeZone: portal.timeZone,
    typeId: type.id,
    id: record.id,
    ...nameOf(record),
    fields: [...portal.context.book.all(type.name).values()]
      .filter((property) => !property.hidden)
      .map((property) => fieldOf(portal, record, property)),
    groups: portal.context.book
      .groups(type.name)
      .filter((group) => !group.archived)
      .map(({ name, label }) => ({ name, label })),
    associations: Object.entries(related)
      .filter(([name]) => name !== type.name)
      .map(([name, label]) => ({
        typeId: objectTypeOf(name).id,
        label,
        records: associated(portal, record, name),
      })),
    activity: activities
      .flatMap((kind) => around(portal, record, kind).map((item) => activityOf(kind, item)))
      .sort((one, other) => other.at.localeCompare(one.at))
      .slice(0, mostActivities),
  };
}

function around(portal: Portal, record: PortalRecord, toType: string): PortalRecord[] {
  return portal.associated(record.type, record.id, toType).flatMap(({ toId }) => {
    const found = portal.read(toType, String(toId));
    return found === undefined || found.archived ? [] : [found];
  });
}

function associated(portal: Portal, record: PortalRecord, toType: string) {
  return around(portal, record, toType).map((other) => ({ id: other.id, ...nameOf(other) }));
}

function nameOf({ type, id, properties: p }: PortalRecord): { name: string; about: string } {
  const person = [p['firstname'], p['lastname']].filter(Boolean).join(' ');
  const name = {
    contacts: person || p['email'],
    companies: p['name'],
    deals: p['dealname'],
    tickets: p['subject'],
  };
  const about = {
    contacts: [p['jobtitle'], p['company']].filter(Boolean).join(', ') || p['email'],
    companies: p['domain'],
    deals: [p['amount'], p['dealstage']].filter(Boolean).join(' · '),
    tickets: p['hs_ticket_priority'],
  };
  return { name: pick(name, type) || `#${id}`, about: pick(about, type) };
}

function pick(byType: Readonly<Record<string, string | undefined>>, type: string): string {
  return byType[type] ?? '';
}

const single: readonly Property['fieldType'][] = ['select', 'radio', 'booleancheckbox'];

function fieldOf(portal: Portal, record: PortalRecord, property: Property): RecordField {
  return {
    name: property.name,
    label: property.label,
    group: property.groupName,
    type: property.type,
    value: record.properties[property.name] ?? '',
    // Several values at once are typed, with semicolons, as in the API.
    options: single.includes(property.fieldType) ? optionsOf(portal, record.type, property) : [],
    readOnly: property.readOnlyValue || property.calculated,
  };
}

function optionsOf(portal: Portal, type: string, property: Property): RecordField['options'] {
  if (property.name === 'hubspot_owner_id') {
    return portal.owners
      .list()
      .map((owner) => ({ value: owner.id, label: `${owner.firstName} ${owner.lastName}` }));
  }
  const pipelines = portal.pipelines.list(type);
  if (property.name === 'pipeline' || property.name === 'hs_pipeline') {
    return pipelines.map(({ id, label }) => ({ value: id, label }));
  }
  if (property.name === 'dealstage' || property.name === 'hs_pipeline_stage') {
    return pipelines.flatMap(({ stages }) => stages.map(({ id, label }) => ({ value: id, label })));
  }
  return property.options.map(({ value, label }) => ({ value, label }));
}

const singular = {
  emails: 'email',
  calls: 'call',
  meetings: 'meeting',
  notes: 'note',
  tasks: 'task',
} as const;

function activityOf(kind: (typeof activities)[number], { id, properties: p, createdAt }: PortalRecord) {
  const title = {
    emails: p['hs_email_subject'],
    calls: p['hs_call_title'],
    meetings: p['hs_meeting_title'],
    notes: undefined,
    tasks: p['hs_task_subject'],
  };
  const body = {
    emails: p['hs_email_text'],
    calls: p['hs_call_body'],
    meetings: p['hs_meeting_body'],
    notes: p['hs_note_body'],
    tasks: p['hs_task_body'],
  };
  return {
    id,
    kind: singular[kind],
    title: pick(title, kind),
    body: plain(pick(body, kind)),
    at: instantOf(p['hs_timestamp']) ?? createdAt.toISOString(),
  };
}

/** HubSpot's text fields hold HTML; the page shows their words. */
function plain(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function instantOf(value: string | undefined): string | undefined {
  const time = new Date(/^\d+$/.test(value ?? '') ? Number(value) : (value ?? ''));
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
