// The names of object types in HubSpot's webhooks, in our words.
import type { ObjectType } from '#sense/signal.ts';

const byId: Readonly<Record<string, ObjectType>> = {
  '0-1': 'contact',
  '0-2': 'company',
  '0-3': 'deal',
  '0-5': 'ticket',
  '0-27': 'task',
  '0-46': 'note',
  '0-47': 'meeting',
  '0-48': 'call',
  '0-49': 'email',
  '0-136': 'lead',
};
const byName: Readonly<Record<string, ObjectType>> = {
  contact: 'contact',
  company: 'company',
  deal: 'deal',
  ticket: 'ticket',
  lead: 'lead',
  task: 'task',
  note: 'note',
  meeting: 'meeting',
  meeting_event: 'meeting',
  call: 'call',
  email: 'email',
};

/** Type of an id such as `0-1`; null for one that we do not follow, such as a custom object. */
export function typeOfId(objectTypeId: string | null): ObjectType | null {
  return objectTypeId === null ? null : (byId[objectTypeId] ?? null);
}

/** Type of a classic name such as `contact` or `CONTACT`; null for one that we do not follow. */
export function typeOfName(name: string): ObjectType | null {
  return byName[name.toLowerCase()] ?? null;
}
