// Cases, tasks and events as every org has them.
import { fieldOf, fields, picklist, readOnly, reference, texts } from './field.ts';
import { type ObjectType, objectOf } from './object-type.ts';

const description = fieldOf({ name: 'Description', type: 'textarea', length: 32_000 });
const viewed = fields('datetime', ['LastViewedDate', 'LastReferencedDate'], readOnly);
const no = { nillable: false, defaultedOnCreate: true } as const;
const told = { ...readOnly, nillable: false } as const;
const about = ['Account', 'Opportunity', 'Case'] as const;

const kase = objectOf({
  ...{ name: 'Case', keyPrefix: '500' },
  fields: [
    reference('MasterRecordId', ['Case'], readOnly),
    fieldOf({
      name: 'CaseNumber',
      type: 'string',
      length: 30,
      nameField: true,
      autoNumber: true,
      nillable: false,
    }),
    reference('ContactId', ['Contact']),
    reference('AccountId', ['Account']),
    reference('ParentId', ['Case']),
    ...texts({ SuppliedName: 80, SuppliedPhone: 40, SuppliedCompany: 80 }),
    ...texts({ SuppliedEmail: 80 }, 'email'),
    picklist('Type', [
      'Mechanical',
      'Electrical',
      'Electronic',
      'Structural',
      'Other',
      'Problem',
      'Question',
    ]),
    picklist('Status', ['New', 'Working', 'Escalated', 'Closed'], { usual: 'New' }),
    picklist('Reason', [
      'Installation',
      'Equipment Complexity',
      'Performance',
      'Breakdown',
      'Feedback',
      'Other',
    ]),
    picklist('Origin', ['Phone', 'Email', 'Web']),
    ...texts({ Subject: 255 }),
    picklist('Priority', ['High', 'Medium', 'Low'], { usual: 'Medium' }),
    description,
    fieldOf({ name: 'IsClosed', label: 'Closed', type: 'boolean', ...told }),
    fieldOf({ name: 'ClosedDate', type: 'datetime', ...readOnly }),
    fieldOf({ name: 'IsEscalated', label: 'Escalated', type: 'boolean', ...no }),
    ...texts({ ContactPhone: 40 }, 'phone').map((field) => ({ ...field, ...readOnly })),
    ...texts({ ContactEmail: 80 }, 'email').map((field) => ({ ...field, ...readOnly })),
    ...viewed,
  ],
});

const whoAndWhat = [
  reference('WhoId', ['Contact', 'Lead'], { label: 'Name ID' }),
  reference('WhatId', [...about], { label: 'Related To ID' }),
  reference('AccountId', ['Account'], readOnly),
];
const subject = fieldOf({ name: 'Subject', type: 'string', length: 255, nameField: true });

const task = objectOf({
  ...{ name: 'Task', keyPrefix: '00T' },
  fields: [
    ...whoAndWhat,
    subject,
    fieldOf({ name: 'ActivityDate', label: 'Due Date Only', type: 'date' }),
    picklist('Status', ['Not Started', 'In Progress', 'Completed', 'Waiting on someone else', 'Deferred'], {
      usual: 'Not Started',
      nillable: false,
    }),
    picklist('Priority', ['High', 'Normal', 'Low'], { usual: 'Normal', nillable: false }),
    fieldOf({ name: 'IsHighPriority', label: 'High Priority', type: 'boolean', ...told }),
    picklist('Type', ['Call', 'Email', 'Meeting', 'Other']),
    description,
    ...fields('boolean', ['IsClosed', 'IsArchived'], told),
    fieldOf({ name: 'CallDurationInSeconds', label: 'Call Duration', type: 'int', precision: 8 }),
    picklist('CallType', ['Internal', 'Inbound', 'Outbound']),
    ...texts({ CallDisposition: 255 }),
    picklist('TaskSubtype', ['Task', 'Email', 'ListEmail', 'Cadence', 'Call', 'LinkedIn'], {
      ...{ usual: 'Task', updateable: false, restrictedPicklist: true },
    }),
    fieldOf({ name: 'CompletedDateTime', type: 'datetime', ...readOnly }),
    fieldOf({ name: 'IsReminderSet', label: 'Reminder Set', type: 'boolean', ...no }),
    fieldOf({ name: 'ReminderDateTime', type: 'datetime' }),
  ],
});

const event = objectOf({
  ...{ name: 'Event', keyPrefix: '00U' },
  fields: [
    ...whoAndWhat,
    subject,
    ...texts({ Location: 255 }),
    fieldOf({ name: 'IsAllDayEvent', label: 'All-Day Event', type: 'boolean', ...no }),
    fieldOf({ name: 'ActivityDateTime', label: 'Start', type: 'datetime' }),
    fieldOf({ name: 'ActivityDate', label: 'Due Date Only', type: 'date' }),
    fieldOf({ name: 'DurationInMinutes', label: 'Duration', type: 'int', precision: 8 }),
    ...fields('datetime', ['StartDateTime', 'EndDateTime']),
    description,
    ...fields('boolean', ['IsPrivate', 'IsReminderSet'], no),
    picklist('ShowAs', ['Busy', 'OutOfOffice', 'Free'], { usual: 'Busy' }),
    picklist('Type', ['Call', 'Email', 'Meeting', 'Other']),
    fieldOf({ name: 'IsArchived', label: 'Archived', type: 'boolean', ...told }),
    picklist('EventSubtype', ['Event'], { usual: 'Event', updateable: false, restrictedPicklist: true }),
  ],
});

export const serviceObjects: readonly ObjectType[] = [kase, task, event];
