// Makes the CRM record that the record page draws in tests.
import type { RecordField, RecordSnapshot } from '#sandbox/record-page/record-snapshot.ts';

export function aField(over: Partial<RecordField> & Pick<RecordField, 'name'>): RecordField {
  return {
    label: over.name,
    group: 'contactinformation',
    type: 'string',
    value: '',
    options: [],
    readOnly: false,
    ...over,
  };
}

export function aRecord(over: Partial<RecordSnapshot> = {}): RecordSnapshot {
  return {
    portalId: '4711',
    timeZone: 'Europe/Dublin',
    typeId: '0-1',
    id: '101',
    name: 'Ada Okafor',
    about: 'Head of Operations, Northwind Analytics',
    groups: [{ name: 'contactinformation', label: 'Contact information' }],
    fields: [
      aField({ name: 'email', label: 'Email', value: 'ada@northwind.example' }),
      aField({ name: 'jobtitle', label: 'Job title', value: 'Head of Operations' }),
      aField({
        name: 'lifecyclestage',
        label: 'Lifecycle stage',
        type: 'enumeration',
        value: 'lead',
        options: [
          { label: 'Lead', value: 'lead' },
          { label: 'Customer', value: 'customer' },
        ],
      }),
      aField({ name: 'phone', label: 'Phone number' }),
      aField({
        name: 'revloop_lead_score',
        label: 'Lead score',
        group: 'revloop',
        type: 'number',
        value: '82',
      }),
      aField({
        name: 'revloop_scored_at',
        label: 'Scored at',
        group: 'revloop',
        type: 'datetime',
        value: '2026-11-22T09:00:00Z',
      }),
      aField({
        name: 'revloop_top_reasons',
        label: 'Top reasons',
        group: 'revloop',
        value: 'Referral +14; pricing page 3 times this week +9; student −6',
      }),
    ],
    associations: [
      {
        typeId: '0-2',
        label: 'Companies',
        records: [{ id: '201', name: 'Northwind Analytics', about: 'northwind.example' }],
      },
      { typeId: '0-3', label: 'Deals', records: [] },
    ],
    activity: [
      {
        id: '9',
        kind: 'email',
        title: 'Re: pricing',
        body: 'Could we talk about the yearly plan?',
        at: '2026-11-20T10:12:00.000Z',
      },
    ],
    ...over,
  };
}
