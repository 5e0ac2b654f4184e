// Which kinds of associations HubSpot defines between object types, and each one's inverse.
import { type Database, numberOf, textOf } from '#sandbox/sqlite.ts';
import { objectTypeOf } from './object-type.ts';

export type AssociationType = {
  readonly fromType: string;
  readonly toType: string;
  readonly typeId: number;
  readonly inverseId: number;
  readonly category: 'HUBSPOT_DEFINED' | 'USER_DEFINED';
  readonly label: string | null;
  readonly primary: boolean;
};

// From type, to type, id, inverse id: the numbers of AssociationTypes in @hubspot/api-client 14.
const defined: readonly (readonly [
  from: string,
  to: string,
  id: number,
  inverse: number,
  primary?: boolean,
])[] = [
  ['contacts', 'companies', 279, 280],
  ['contacts', 'companies', 1, 2, true],
  ['contacts', 'deals', 4, 3],
  ['contacts', 'tickets', 15, 16],
  ['contacts', 'contacts', 449, 449],
  ['companies', 'companies', 450, 450],
  ['deals', 'deals', 451, 451],
  ['tickets', 'tickets', 452, 452],
  ['deals', 'companies', 341, 342],
  ['deals', 'companies', 5, 6, true],
  ['deals', 'tickets', 27, 28],
  ['tickets', 'companies', 339, 340],
  ['tickets', 'companies', 26, 25, true],
  ['contacts', 'calls', 193, 194],
  ['contacts', 'emails', 197, 198],
  ['contacts', 'meetings', 199, 200],
  ['contacts', 'notes', 201, 202],
  ['contacts', 'tasks', 203, 204],
  ['companies', 'calls', 181, 182],
  ['companies', 'emails', 185, 186],
  ['companies', 'meetings', 187, 188],
  ['companies', 'notes', 189, 190],
  ['companies', 'tasks', 191, 192],
  ['deals', 'calls', 205, 206],
  ['deals', 'emails', 209, 210],
  ['deals', 'meetings', 211, 212],
  ['deals', 'notes', 213, 214],
  ['deals', 'tasks', 215, 216],
  ['tickets', 'calls', 219, 220],
  ['tickets', 'emails', 223, 224],
  ['tickets', 'meetings', 225, 226],
  ['tickets', 'notes', 227, 228],
  ['tickets', 'tasks', 229, 230],
];

const both: readonly AssociationType[] = defined.flatMap(
  ([fromType, toType, typeId, inverseId, primary = false]) => {
    const label = primary ? 'Primary' : null;
    const category = 'HUBSPOT_DEFINED' as const;
    const forth = { fromType, toType, typeId, inverseId, category, label, primary };
    if (typeId === inverseId) return [forth];
    return [forth, { ...forth, fromType: toType, toType: fromType, typeId: inverseId, inverseId: typeId }];
  },
);

const defaults = new Map(
  both.filter((one) => !one.primary).map((one) => [`${one.fromType}>${one.toType}`, one]),
);
const primaries = new Map(
  both.filter((one) => one.primary).map((one) => [`${one.fromType}>${one.toType}`, one]),
);

/** The unlabelled association of the pair, if HubSpot defines one. */
export function defaultAssociation(fromType: string, toType: string): AssociationType | undefined {
  return defaults.get(`${fromType}>${toType}`);
}

export function primaryAssociation(fromType: string, toType: string): AssociationType | undefined {
  return primaries.get(`${fromType}>${toType}`);
}

/** Every kind of association of the pair in this portal, the portal's own labels included. */
export function associationTypes(
  database: Database,
  portalId: number,
  fromType: string,
  toType: string,
): AssociationType[] {
  const own = database.all(
    'select * from association_labels where portal_id = ? and from_type = ? and to_type = ?',
    ...[portalId, fromType, toType],
  );
  return [
    ...both.filter((one) => one.fromType === fromType && one.toType === toType),
    ...own.map((row) => ({
      fromType,
      toType,
      typeId: numberOf(row, 'type_id'),
      inverseId: numberOf(row, 'inverse_id'),
      category: 'USER_DEFINED' as const,
      label: textOf(row, 'label'),
      primary: false,
    })),
  ];
}

/** Creates a label of the portal's own, in both directions; returns the two type ids. */
export function defineLabel(
  database: Database,
  portalId: number,
  input: { fromType: string; toType: string; name: string; label: string; inverseLabel?: string },
): readonly [typeId: number, inverseId: number] {
  const from = objectTypeOf(input.fromType).name;
  const to = objectTypeOf(input.toType).name;
  const last = numberOf(
    database.get(
      'select max(max(type_id, inverse_id)) as last from association_labels where portal_id = ?',
      portalId,
    ) ?? {},
    'last',
  );
  const typeId = Math.max(1000, last) + 1;
  const inverseId = typeId + 1;
  const insert = `insert into association_labels (portal_id, from_type, to_type, type_id, inverse_id, name, label)
    values (?, ?, ?, ?, ?, ?, ?)`;
  database.run(insert, portalId, from, to, typeId, inverseId, input.name, input.label);
  const inverseLabel = input.inverseLabel ?? input.label;
  database.run(insert, portalId, to, from, inverseId, typeId, input.name, inverseLabel);
  return [typeId, inverseId];
}

/** The name list and read show, for example contact_to_company_unlabeled. */
export function associationName(one: AssociationType): string {
  const plain = `${objectTypeOf(one.fromType).singular}_to_${objectTypeOf(one.toType).singular}`;
  if (one.category === 'USER_DEFINED') return (one.label ?? plain).toLowerCase().replaceAll(/\W+/g, '_');
  return !one.primary && primaryAssociation(one.fromType, one.toType) !== undefined
    ? `${plain}_unlabeled`
    : plain;
}
