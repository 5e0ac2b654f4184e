// A reader: how one field is read off a timeline at a moment.
import type { FactValue } from './facts.ts';
import type { FieldRef } from './field-ref.ts';
import type { Timeline } from './timeline.ts';

/** `day`: the UTC day of the moment, since 1970. `zone`: of whoever has none of their own. */
export type Moment = { readonly at: number; readonly day: number; readonly zone: string };

/** Windows of days end with the day of the moment. */
export type Reader = (timeline: Timeline, moment: Moment) => FactValue;

/** By the id of the field. */
export type Readers = Readonly<Record<string, (ref: FieldRef) => Reader>>;
