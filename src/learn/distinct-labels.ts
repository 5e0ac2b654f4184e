// Distinct labels: fields that people see under one name, such as the country of a contact and of its company, are told apart.
import { fieldOfFeature } from '#sense/field-permission.ts';
import { type Locale, text } from '#texts/texts.ts';

type Labelled = { readonly name: string; readonly label?: string | undefined };

const objects = ['contact', 'company', 'lead', 'deal'] as const;

/** A label that stands once stays as it is. Names are not touched: the same is learned under other words. */
export function distinctLabels<T extends Labelled>(fields: readonly T[], locale: Locale): T[] {
  const byLabel = Map.groupBy(fields, keyOf);
  return fields.map((field) => {
    const same = byLabel.get(keyOf(field)) ?? [];
    const { label = '' } = field;
    const object = objectOf(field);
    if (label.trim() === '' || same.length < 2 || object === undefined) return field;
    const kind = text(locale, `reason.object.${object}`);
    const alone = same.filter((one) => objectOf(one) === object).length < 2;
    const bare = field.name.slice(field.name.indexOf('.') + 1);
    const told = alone ? kind : text(locale, 'reason.object.named', { object: kind, name: bare });
    return { ...field, label: text(locale, 'reason.object.label', { label: label.trim(), object: told }) };
  });
}

function keyOf({ label = '' }: Labelled): string {
  return label.trim().toLowerCase();
}

/** Of the CRM's objects, those that people have words for. */
function objectOf({ name }: Labelled): (typeof objects)[number] | undefined {
  const [object] = fieldOfFeature(name).split('.');
  return objects.find((one) => one === object);
}
