// The simulated Salesforce with its record pages, an org with our package, and records that the loop has explained.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { installPackage } from '#sandbox/salesforce/revloop-package.ts';
import { startSalesforce } from '#sandbox/salesforce/server.ts';
import { recordPages } from '#sandbox/salesforce-page/record-pages.ts';

type Values = Readonly<Record<string, string | number | boolean | null>>;

const examples = resolve('extensions/salesforce/force-app/main/default/lwc/revloopCard/__tests__/data');

/** An explanation of the card's own tests, as the loop writes it. */
export async function anExplanation(name: string): Promise<string> {
  return JSON.stringify(JSON.parse(await readFile(resolve(examples, `${name}.json`), 'utf8')));
}

/** `directory` keeps what is built. `namespace` is of the package. */
export async function aSalesforcePageServer(directory: string, namespace = '') {
  const server = await startSalesforce({ pages: (orgs) => recordPages(orgs, directory) });
  const org = server.orgs.create({ name: 'Lumenworks' }, { firstName: 'Ingrid', lastName: 'Dahl' });
  installPackage(org, { namespace });
  const packaged = (values: Values): Values =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name.startsWith('Revloop_') && namespace !== '' ? `${namespace}__${name}` : name,
        value,
      ]),
    );
  const pageOf = (object: string, id: string) => `${server.url}/lightning/r/${object}/${id}/view`;
  return {
    ...{ server, org },
    /** Makes a record and returns its page and id. */
    put(object: string, values: Values) {
      const id = org.create(object, packaged(values));
      return { id, page: pageOf(object, id) };
    },
    change: (object: string, id: string, values: Values) => org.update(object, id, packaged(values)),
    /** What people answered, oldest first. */
    answers() {
      const name = namespace === '' ? 'Revloop_Feedback__c' : `${namespace}__Revloop_Feedback__c`;
      return org.context.database
        .all('select data from records where org = ? and type = ? order by id', org.orgId, name)
        .map((row): Record<string, unknown> => JSON.parse(String(row['data'])));
    },
    close: () => server.close(),
  };
}

export const aLead = {
  ...{ FirstName: 'Ana', LastName: 'Ruiz', Company: 'Elmmark Capital', LeadSource: 'Referral' },
  ...{ Revloop_Lead_Score__c: 82, Revloop_Lead_Grade__c: 'A', Revloop_Convert_Probability__c: 0.34 },
  ...{ Revloop_Confidence__c: 0.74, Revloop_Next_Action__c: 'Call now' },
  Revloop_Top_Reasons__c: '+ Lead Source: Referral\n- Phone: not known',
} as const satisfies Values;

export const anAccount = {
  ...{ Name: 'Northwind Analytics', Industry: 'Software' },
  ...{ Revloop_Health_Score__c: 24, Revloop_Health_Band__c: 'at_risk', Revloop_Churn_Probability__c: 0.37 },
  Revloop_Confidence__c: 0.58,
} as const satisfies Values;
