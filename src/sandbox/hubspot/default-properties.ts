// Which properties and property groups a new portal starts with, by object type.
import {
  callProperties,
  emailProperties,
  meetingProperties,
  noteProperties,
  taskProperties,
} from './activity-properties.ts';
import { companyProperties } from './company-properties.ts';
import { contactProperties } from './contact-properties.ts';
import { dealProperties, ticketProperties } from './deal-properties.ts';
import type { Property } from './property.ts';

export const defaultProperties: ReadonlyMap<string, readonly Property[]> = new Map([
  ['contacts', contactProperties],
  ['companies', companyProperties],
  ['deals', dealProperties],
  ['tickets', ticketProperties],
  ['tasks', taskProperties],
  ['notes', noteProperties],
  ['meetings', meetingProperties],
  ['calls', callProperties],
  ['emails', emailProperties],
]);

export const defaultGroups: ReadonlyMap<string, readonly (readonly [name: string, label: string])[]> =
  new Map([
    [
      'contacts',
      [
        ['contactinformation', 'Contact information'],
        ['analyticsinformation', 'Web analytics history'],
        ['emailinformation', 'Email information'],
      ],
    ],
    ['companies', [['companyinformation', 'Company information']]],
    ['deals', [['dealinformation', 'Deal information']]],
    ['tickets', [['ticketinformation', 'Ticket information']]],
    ['tasks', [['task', 'Task information']]],
    ['notes', [['note', 'Note information']]],
    ['meetings', [['meeting', 'Meeting information']]],
    ['calls', [['call', 'Call information']]],
    ['emails', [['email', 'Email information']]],
  ]);
