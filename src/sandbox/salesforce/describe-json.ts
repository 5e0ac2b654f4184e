// Objects and fields as describe gives them to one user.
import type { Field } from './field.ts';
import type { ObjectType } from './object-type.ts';
import { asWritable, rightsIn, type View, visibleField, visibleFields } from './view.ts';

const soapTypes: Readonly<Partial<Record<Field['type'], string>>> = {
  ...{ id: 'tns:ID', reference: 'tns:ID', boolean: 'xsd:boolean', int: 'xsd:int', double: 'xsd:double' },
  ...{ currency: 'xsd:double', percent: 'xsd:double', date: 'xsd:date', datetime: 'xsd:dateTime' },
  address: 'urn:address',
};
const texts: ReadonlySet<Field['type']> = new Set([
  'string',
  'email',
  'phone',
  'url',
  'picklist',
  'reference',
  'id',
]);

/** An object in the list of all of them. */
export function objectJson(view: View, type: ObjectType, base: string) {
  const rights = rightsIn(view, type);
  const at = `${base}/sobjects/${type.name}`;
  return {
    ...{ name: type.name, label: type.label, labelPlural: type.labelPlural, keyPrefix: type.keyPrefix },
    ...{ custom: type.custom, customSetting: false, deprecatedAndHidden: false, activateable: false },
    ...{ createable: rights.create, updateable: rights.edit, deletable: rights.delete },
    ...{ undeletable: rights.delete && !type.setup, mergeable: type.mergeable && rights.edit },
    ...{
      queryable: true,
      retrieveable: true,
      replicateable: true,
      searchable: !type.setup,
      triggerable: !type.setup,
    },
    ...{
      layoutable: !type.setup,
      feedEnabled: !type.setup,
      hasSubtypes: false,
      isSubtype: false,
      mruEnabled: true,
    },
    urls: { sobject: at, describe: `${at}/describe`, rowTemplate: `${at}/{ID}` },
  };
}

export function describeJson(view: View, type: ObjectType, base: string) {
  const person = type.fields.some((field) => field.name === 'LastName');
  return {
    ...objectJson(view, type, base),
    actionOverrides: [],
    childRelationships: childRelationships(view, type),
    compactLayoutable: !type.setup,
    fields: visibleFields(view, type).map((field) => fieldJson(asWritable(view, type, field), person)),
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    recordTypeInfos: [
      {
        ...{
          active: true,
          available: true,
          defaultRecordTypeMapping: true,
          developerName: 'Master',
          master: true,
        },
        ...{ name: 'Master', recordTypeId: '012000000000000AAA' },
      },
    ],
    searchLayoutable: !type.setup,
    supportedScopes: [{ label: `All ${type.labelPlural}`, name: 'everything' }],
  };
}

function childRelationships(view: View, type: ObjectType) {
  return view.context.book.objects().flatMap((child) =>
    child.fields
      .filter(
        (field) =>
          field.referenceTo.includes(type.name) && visibleField(view, child, field.name) !== undefined,
      )
      .map((field) => ({
        ...{ cascadeDelete: false, childSObject: child.name, deprecatedAndHidden: false, field: field.name },
        ...{
          junctionIdListNames: [],
          junctionReferenceTo: [],
          relationshipName: null,
          restrictedDelete: false,
        },
      })),
  );
}

function fieldJson(field: Field, person: boolean) {
  const number = ['double', 'currency', 'percent'].includes(field.type);
  return {
    ...{
      name: field.name,
      label: field.label,
      type: field.type,
      soapType: soapTypes[field.type] ?? 'xsd:string',
    },
    ...{
      length: field.length,
      byteLength: field.length * 3,
      digits: field.type === 'int' ? field.precision : 0,
    },
    ...{ precision: number ? field.precision : 0, scale: number ? field.scale : 0 },
    ...{ custom: field.custom, calculated: field.calculated, autoNumber: field.autoNumber },
    ...{ nillable: field.nillable, createable: field.createable, updateable: field.updateable },
    ...{ defaultedOnCreate: field.defaultedOnCreate, unique: field.unique, externalId: field.externalId },
    ...{ idLookup: field.type === 'id' || field.externalId || (person && field.type === 'email') },
    ...{ nameField: field.nameField, namePointing: field.referenceTo.length > 1 },
    ...{ filterable: field.filterable && field.type !== 'address', groupable: texts.has(field.type) },
    ...{
      sortable: field.filterable && field.type !== 'address',
      aggregatable: texts.has(field.type) || number,
    },
    ...{ searchPrefilterable: field.type === 'reference', queryByDistance: field.type === 'address' },
    ...{ permissionable: field.custom || field.nillable, caseSensitive: false, htmlFormatted: false },
    ...{ compoundFieldName: field.compoundFieldName, controllerName: null, dependentPicklist: false },
    ...{
      calculatedFormula: field.formula === undefined ? null : JSON.stringify(field.formula),
      formulaTreatNullNumberAsZero: false,
    },
    ...{
      defaultValue: field.type === 'boolean' ? false : null,
      defaultValueFormula: null,
      deprecatedAndHidden: false,
    },
    ...{
      extraTypeInfo: field.type === 'textarea' ? 'plaintextarea' : null,
      highScaleNumber: false,
      mask: null,
      maskType: null,
    },
    ...{
      polymorphicForeignKey: field.referenceTo.length > 1,
      referenceTo: field.referenceTo,
      referenceTargetField: null,
    },
    ...{
      relationshipName: field.relationshipName,
      relationshipOrder: null,
      cascadeDelete: false,
      restrictedDelete: false,
    },
    ...{
      restrictedPicklist: field.restrictedPicklist,
      inlineHelpText: null,
      encrypted: false,
      aiPredictionField: false,
    },
    ...{
      displayLocationInDecimal: false,
      filteredLookupInfo: null,
      nillableOnCreate: field.nillable,
      writeRequiresMasterRead: false,
    },
    picklistValues: field.picklistValues.map((option) => ({ ...option, validFor: null })),
  };
}
