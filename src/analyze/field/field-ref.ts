// A reference to a field as rules write it: `score`, `property:plan`, `events:Logged In@28`.
import { partCodes } from '#analyze/finding.ts';
import { type InWords, inWords } from '#texts/in-words.ts';
import { type Field, fieldOf, mostWindow } from './field.ts';

export type FieldRef = {
  readonly field: Field;
  readonly name: string | null;
  readonly days: number | null;
};

/** Why a reference cannot be used: `problem` is a clause that completes "the field ... ". */
export type BadRef = { readonly problem: InWords };

const shape = /^([a-z_]+(?:\.[a-z_]+)*)(?::(.+?))?(?:@(\d{1,4}))?$/s;

/** What a reference says. A name may hold any sign; `@28` at its end counts as the window where the field has one. */
export function readRef(reference: string): FieldRef | BadRef {
  const parts = shape.exec(reference);
  const field = parts === null ? undefined : fieldOf(parts[1] ?? '');
  if (parts === null || field === undefined) return { problem: inWords('ruleFault.ref.unknown') };
  const days = parts[3] === undefined ? null : Number(parts[3]);
  if (!field.window) {
    const name = reference.includes(':') ? reference.slice(reference.indexOf(':') + 1) : null;
    return name === null && days !== null
      ? { problem: inWords('ruleFault.ref.noDays') }
      : named(field, name, null);
  }
  if (days === null || days < 1 || days > mostWindow)
    return { problem: inWords('ruleFault.ref.days', { most: mostWindow, example: `${field.id}@28` }) };
  return named(field, parts[2] ?? null, days);
}

function named(field: Field, name: string | null, days: number | null): FieldRef | BadRef {
  if (name !== null && field.named === null) return { problem: inWords('ruleFault.ref.noName') };
  if (name === null && field.named !== null && !field.named.optional)
    return {
      problem: inWords('ruleFault.ref.name', { of: inWords(`ruleFault.ref.name.${field.named.of}`) }),
    };
  if (name !== null && field.named?.of === 'part' && !partCodes.some((one) => one === name))
    return { problem: inWords('ruleFault.ref.part', { names: partCodes.join(', ') }) };
  return { field, name, days };
}

/** Writes a reference: the inverse of `readRef`. */
export function writeRef(id: string, name: string | null, days: number | null): string {
  return `${id}${name === null ? '' : `:${name}`}${days === null ? '' : `@${days}`}`;
}
