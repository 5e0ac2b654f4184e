// What a step of a journey does outside, before it is put into words for a person or a system.
import type { AdviceCode } from '#advise/advice.ts';
import type { Place } from './journey-graph.ts';
import type { Words } from './words.ts';

export type Effect =
  | {
      readonly kind: 'alert';
      readonly code: AdviceCode;
      readonly situation: string;
      readonly title: Words;
      readonly why: Words;
    }
  | {
      readonly kind: 'task';
      readonly title: Words;
      readonly body: Words;
      readonly dueDays: number;
      /** A CRM user's id; null: the record's own owner. */
      readonly owner: string | null;
    }
  | { readonly kind: 'mail'; readonly subject: Words; readonly body: Words; readonly dueDays: number }
  /** `asks`: the run waits for a yes or no to it. */
  | { readonly kind: 'chat'; readonly to: Place; readonly text: Words; readonly asks?: true }
  | { readonly kind: 'field'; readonly set: Readonly<Record<string, string>> }
  | { readonly kind: 'hook'; readonly url: string };
