// A field: one thing that a rule can ask of a subject, with its type, its unit, and where it comes from.
import { scoreBands } from '#analyze/finding.ts';
import type { SubjectKind } from '#sense/signal.ts';

/** `choices` is a set of texts such as a multi-checkbox; `time` is a time of day; a `date` is a moment. */
export const fieldTypes = ['number', 'text', 'flag', 'date', 'choices', 'time'] as const;
export type FieldType = (typeof fieldTypes)[number];

export const fieldUnits = ['none', 'count', 'days', 'hours', 'points', 'share'] as const;
export type FieldUnit = (typeof fieldUnits)[number];

/** What a field's name in a reference is the name of: a property of the record, an event of the product, a part of health. */
export const fieldNames = ['property', 'event', 'part'] as const;

export type Field = {
  /** Stands at the beginning of a reference; texts: `field.<id>`. */
  readonly id: string;
  readonly type: FieldType;
  readonly unit: FieldUnit;
  readonly source: 'crm' | 'product' | 'support' | 'analysis' | 'clock';
  /** A value older than this is shown as old; null where age does not matter. */
  readonly freshHours: number | null;
  readonly kinds: readonly SubjectKind[];
  /** `events:Logged In`: which name it takes, and whether it may be left out (then all of them are meant). */
  readonly named: { readonly of: (typeof fieldNames)[number]; readonly optional: boolean } | null;
  /** `events@28`: it looks back over so many days, 1 to 365. */
  readonly window: boolean;
  /** What the value can be, where that is known beforehand. */
  readonly choices?: readonly string[];
};

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export const mostWindow = 365;

const everybody = ['contact', 'lead', 'company', 'deal'] as const satisfies readonly SubjectKind[];
const people = ['contact', 'lead', 'company'] as const satisfies readonly SubjectKind[];

const crm = {
  unit: 'none',
  source: 'crm',
  freshHours: 48,
  kinds: everybody,
  named: null,
  window: false,
} as const;
const property = { ...crm, named: { of: 'property', optional: false } } as const;
const analysis = { ...crm, source: 'analysis' } as const;
const product = {
  ...crm,
  type: 'number',
  unit: 'count',
  source: 'product',
  kinds: people,
  window: true,
} as const;
const contact = { ...product, source: 'crm', kinds: everybody } as const;
const support = { ...product, source: 'support', kinds: ['contact', 'company'] } as const;
const since = { ...crm, type: 'number', unit: 'days' } as const;
const ofEvent = { of: 'event', optional: true } as const;
const ofPart = { of: 'part', optional: false } as const;
const company = ['company'] as const;

/**
 * Every field. `x.before@28` is what `x` was 28 days ago, `x.ratio@14` the daily mean of the last 14 days as a share of
 * the subject's own daily mean in the 56 days before them. Windows are UTC days and end today.
 */
export const fields: readonly Field[] = [
  { ...property, id: 'property', type: 'text' },
  { ...property, id: 'property.number', type: 'number' },
  { ...property, id: 'property.date', type: 'date' },
  { ...property, id: 'property.flag', type: 'flag' },
  { ...property, id: 'property.choices', type: 'choices' },
  { ...crm, id: 'stage', type: 'text' },
  { ...crm, id: 'stage.before', type: 'text', window: true },
  { ...crm, id: 'customer', type: 'flag', kinds: company },
  { ...since, id: 'days_since.stage_change' },
  { ...since, id: 'days_since.created' },
  { ...analysis, id: 'score', type: 'number', unit: 'points' },
  { ...analysis, id: 'score.before', type: 'number', unit: 'points', window: true },
  { ...analysis, id: 'score.change', type: 'number', unit: 'points', window: true },
  { ...analysis, id: 'band', type: 'text', choices: scoreBands },
  { ...analysis, id: 'band.before', type: 'text', choices: scoreBands, window: true },
  { ...since, id: 'days_since.band_change', source: 'analysis' },
  { ...analysis, id: 'confidence', type: 'number', unit: 'share' },
  { ...analysis, id: 'segment', type: 'text', freshHours: 24 * 14, kinds: company },
  { ...since, id: 'days_since.segment_change', source: 'analysis', kinds: company },
  { ...analysis, id: 'health', type: 'number', unit: 'points', kinds: company, named: ofPart },
  { ...analysis, id: 'health.trend', type: 'number', unit: 'points', kinds: company, named: ofPart },
  { ...product, id: 'events', named: ofEvent },
  { ...product, id: 'events.before', named: ofEvent },
  { ...product, id: 'events.ratio', unit: 'share', named: ofEvent },
  { ...product, id: 'users' },
  { ...product, id: 'users.before' },
  { ...product, id: 'users.ratio', unit: 'share' },
  { ...product, id: 'active_days', unit: 'days' },
  { ...product, id: 'active_days.before', unit: 'days' },
  { ...product, id: 'active_days.ratio', unit: 'share' },
  { ...product, id: 'logins' },
  { ...product, id: 'logins.before' },
  { ...product, id: 'logins.ratio', unit: 'share' },
  { ...product, id: 'features' },
  { ...product, id: 'features.before' },
  { ...product, id: 'features.new' },
  { ...product, id: 'features.depth' },
  { ...crm, id: 'seats.paid', type: 'number', unit: 'count', kinds: company },
  { ...product, id: 'seats.share', unit: 'share', kinds: company },
  { ...since, id: 'days_since.event', source: 'product', kinds: people, named: ofEvent },
  { ...since, id: 'days_since.first_event', source: 'product', kinds: people, named: ofEvent },
  { ...since, id: 'days_since.new_event', source: 'product', kinds: people },
  { ...crm, id: 'stagnation', type: 'flag', source: 'product', kinds: company },
  { ...since, id: 'stagnation.days', source: 'product', kinds: company },
  { ...since, id: 'stagnation.usual', source: 'product', kinds: company },
  { ...since, id: 'stagnation.limit', source: 'product', kinds: company },
  { ...support, id: 'tickets' },
  { ...support, id: 'tickets.before' },
  { ...support, id: 'tickets.open', window: false },
  { ...support, id: 'tickets.first_response', unit: 'hours' },
  { ...support, id: 'tickets.resolution', unit: 'hours' },
  { ...contact, id: 'mails_in' },
  { ...contact, id: 'mails_out' },
  { ...contact, id: 'mails_unanswered', window: false },
  { ...contact, id: 'calls' },
  { ...contact, id: 'meetings' },
  { ...since, id: 'days_since.mail_in' },
  { ...since, id: 'days_since.mail_out' },
  { ...since, id: 'days_since.meeting' },
  { ...since, id: 'days_since.talk' },
  { ...crm, id: 'invoices.late', type: 'number', unit: 'count', kinds: company },
  { ...crm, id: 'renewal', type: 'date', kinds: company },
  { ...since, id: 'days_until.renewal', kinds: company },
  { ...contact, id: 'deals.open', kinds: company, window: false },
  { ...contact, id: 'deals.won', kinds: company },
  { ...contact, id: 'deals.lost', kinds: company },
  { ...crm, id: 'local.time', type: 'time', source: 'clock', freshHours: null },
  { ...crm, id: 'local.weekday', type: 'text', source: 'clock', freshHours: null, choices: weekdays },
];

const byId = new Map(fields.map((field) => [field.id, field]));

/** The field with this id. */
export function fieldOf(id: string): Field | undefined {
  return byId.get(id);
}
