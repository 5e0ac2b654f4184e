// A reference to a field in words: `events:Logged In@28` as “Logged In” in 28 days.
import { readRef } from '#analyze/field/field-ref.ts';
import { isTextKey, type Locale, text } from './texts.ts';

/** `labelOf`: the CRM's own label of a property, where it is known. What is not in the catalogue stays as it is. */
export function fieldText(
  locale: Locale,
  reference: string,
  labelOf: (property: string) => string | undefined = () => undefined,
): string {
  const read = readRef(reference);
  if ('problem' in read) return reference;
  const { field, name, days } = read;
  const plain = `field.${field.id}`;
  const named = `field.${field.id}.named`;
  const key = name !== null && isTextKey(named) ? named : plain;
  if (!isTextKey(key)) return reference;
  return text(locale, key, { name: nameOf(locale, field.named?.of, name, labelOf), days: days ?? '' });
}

function nameOf(
  locale: Locale,
  of: 'property' | 'event' | 'part' | undefined,
  name: string | null,
  labelOf: (property: string) => string | undefined,
): string {
  if (name === null) return '';
  const part = `card.view.part.${name}`;
  if (of === 'part' && isTextKey(part)) return text(locale, part);
  return of === 'property' ? (labelOf(name) ?? name) : name;
}
