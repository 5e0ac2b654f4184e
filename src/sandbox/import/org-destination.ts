// Imported rows as records of an org of the simulated Salesforce: columns become fields of its own where it has none.
import { z } from 'zod';
import { fail } from '#errors.ts';
import type { Column } from './column.ts';
import { control, refusalIn } from './control.ts';
import type { Destination } from './destination.ts';

const orgList = z.object({ orgs: z.array(z.object({ orgId: z.string() })) });
const fieldList = z.object({ fields: z.array(z.object({ name: z.string(), type: z.string() })) });
const made = z.object({ ids: z.array(z.string()) });

/** API names have at most 40 letters before their ending. */
const LONGEST_NAME = 40;

/** The first org where none is named. Errors: IMPORT_INVALID, SANDBOX_UNREACHABLE. */
export async function orgDestination(
  url: string,
  type: string,
  org: string | undefined,
): Promise<Destination> {
  const { orgs } = orgList.parse((await control(`${url}/sandbox/orgs`)).body);
  const ids = orgs.map((one) => one.orgId);
  const wanted = org === undefined ? ids[0] : ids.find((id) => id.startsWith(org));
  if (wanted === undefined)
    return fail('IMPORT_INVALID', { problem: `there is no org ${org ?? ''}; there are ${ids.join(', ')}` });
  const at = `${url}/sandbox/orgs/${wanted}`;
  const listed = await control(`${at}/fields`, { type });
  if (listed.status >= 300) return fail('IMPORT_INVALID', { problem: refusalIn(listed.body) });
  const known = new Map(fieldList.parse(listed.body).fields.map((one) => [one.name.toLowerCase(), one]));
  return {
    ...{ account: wanted, platform: 'Salesforce', email: 'Email' },
    propertyFor: (header) => known.get(header.replace(/\s+/g, '').toLowerCase())?.name ?? fieldName(header),
    async define(columns) {
      const names: string[] = [];
      for (const column of columns) {
        const name = column.target.property;
        if (known.has(name.toLowerCase())) continue;
        const answer = await control(`${at}/field`, { type, field: fieldOf(column) });
        if (answer.status >= 300)
          fail('IMPORT_INVALID', {
            problem: `column "${column.header}" cannot become ${name}: ${refusalIn(answer.body)}`,
          });
        names.push(name);
      }
      return names;
    },
    async seed(objects) {
      const records = objects.map(({ properties, createdAt }) => ({
        ...{ type, values: properties, createdAt, updatedAt: createdAt },
      }));
      const answer = await control(`${at}/seed`, { records });
      return answer.status < 300 ? { ids: made.parse(answer.body).ids } : { refused: refusalIn(answer.body) };
    },
  };
}

/** The name of a custom field out of a column's header. */
function fieldName(header: string): string {
  const name = header
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, LONGEST_NAME)
    .replace(/_+$/, '');
  return `${/^[A-Za-z]/.test(name) ? name : `Column_${name}`}__c`;
}

const kinds = {
  string: { type: 'string', length: 255 },
  number: { type: 'double', precision: 18, scale: 4 },
  bool: { type: 'boolean' },
  date: { type: 'date' },
  enumeration: { type: 'picklist', length: 255 },
} as const;

function fieldOf(column: Column) {
  const values = column.type === 'enumeration' ? column.options : [];
  return {
    ...{ name: column.target.property, label: column.label, ...kinds[column.type] },
    picklistValues: values.map((value) => ({ value, label: value })),
  };
}
