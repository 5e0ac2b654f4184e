// Installs Revloop's package in an org and takes it out again: fields, the feedback object, permission sets, its app.
import { type FieldInput, fieldOf } from './field.ts';
import type { Org } from './org.ts';
import { packageMetadata } from './package-metadata.ts';
import { savePermissions } from './permission-records.ts';

type Install = {
  /** Of the package; '' where it has none. */
  readonly namespace?: string;
  /** The client ids of the external client apps inside it. */
  readonly clients?: readonly string[];
};

const prefixOf = (namespace: string) => (namespace === '' ? '' : `${namespace}__`);

/** Whose changes the package's channel carries. */
export function channelObjects(namespace: string): string[] {
  return packageMetadata().channelObjects.map((name) => named(name, namespace));
}

function named(name: string, namespace: string): string {
  return name.endsWith('__c') ? `${prefixOf(namespace)}${name}` : name;
}

/** Installing again repairs what was removed. */
export function installPackage(org: Org, { namespace = '', clients = [] }: Install = {}): void {
  const { book, setFacts, database } = org.context;
  const metadata = packageMetadata();
  const ours = (input: FieldInput): FieldInput => ({
    ...input,
    name: named(input.name, namespace),
    package: 'Revloop',
    ...(input.type === 'reference'
      ? { relationshipName: named(input.name, namespace).replace(/c$/, 'r') }
      : {}),
  });
  database.transaction(() => {
    setFacts({
      packageNamespace: namespace,
      installedClients: [...new Set([...org.facts().installedClients, ...clients])],
    });
    for (const { name, label, labelPlural, numberFormat } of metadata.objects) {
      const own = named(name, namespace);
      if (book.object(own) !== undefined) continue;
      const number = {
        type: 'string',
        length: 80,
        nameField: true,
        autoNumber: true,
        nillable: false,
      } as const;
      const fields = [fieldOf({ name: 'Name', label: 'Feedback Number', numberFormat, ...number })];
      book.defineObject({ name: own, label, labelPlural, package: 'Revloop', fields });
    }
    for (const { object, field } of metadata.fields) book.defineField(named(object, namespace), ours(field));
    savePermissions(org.context);
  });
}

/** The fields, the object, its records and the app's tokens go. */
export function uninstallPackage(org: Org, clients: readonly string[] = []): void {
  const { book, database, orgId, facts, setFacts } = org.context;
  database.transaction(() => {
    for (const type of book.objects().filter((one) => one.package === 'Revloop')) {
      database.run('delete from records where org = ? and type = ?', orgId, type.name);
    }
    book.removePackage('Revloop');
    savePermissions(org.context);
    const gone = clients.length > 0 ? clients : facts().installedClients;
    setFacts({
      packageNamespace: undefined,
      installedClients: facts().installedClients.filter((client) => !gone.includes(client)),
    });
    for (const client of gone) {
      database.run('update grants set revoked = 1 where org = ? and client_id = ?', orgId, client);
    }
  });
}
