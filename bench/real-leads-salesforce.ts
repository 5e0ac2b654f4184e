// Real leads as leads of a Salesforce org; a converted one is judged by its contact, where its score went.
import { z } from 'zod';
import { importCsv } from '#sandbox/import/import-csv.ts';
import { toImportMap } from '#sandbox/import/import-map.ts';
import { openSalesforceCalled } from './called-salesforce.ts';
import type { OpenRealLeads, RealLeads, Written } from './real-leads.ts';

const batch = 200;
const apiVersion = '67.0';
const fields = ['Revloop_Lead_Score__c', 'Revloop_Convert_Probability__c', 'Revloop_Confidence__c'] as const;
const read = z.array(z.record(z.string(), z.unknown()).nullable());

export const openSalesforceLeads: OpenRealLeads = async (withoutLimits): Promise<RealLeads> => {
  const crm = await openSalesforceCalled('embedded');
  const { url, orgId } = crm;
  const at = `${url}/sandbox/orgs/${orgId}`;
  if (!withoutLimits) await post(`${at}/facts`, { dailyCalls: 100_000 });
  const rows = async (type: string, ids: readonly string[], names: readonly string[]) => {
    const found: Record<string, unknown>[] = [];
    const token = await crm.token();
    for (let from = 0; from < ids.length; from += batch) {
      const body = { ids: ids.slice(from, from + batch), fields: ['Id', ...names] };
      const path = `${url}/services/data/v${apiVersion}/composite/sobjects/${type}`;
      const answer = read.parse(await post(path, body, { authorization: `Bearer ${token}` }));
      found.push(...answer.filter((one) => one !== null));
    }
    return found;
  };
  return {
    map: 'bench/maps/leads-salesforce.json',
    importLeads: (csv, map) =>
      importCsv({ csv, map: toImportMap(map), object: 'Lead', url, org: orgId, now: new Date() }),
    open: () => crm.open(),
    connect: (server) => crm.connect(server),
    calls: () => crm.calls(),
    async scores(ids) {
      const leads = await rows('Lead', ids, [...fields, 'ConvertedContactId']);
      const contactOf = new Map(
        leads.flatMap((lead) => {
          const contact = lead['ConvertedContactId'];
          return typeof contact === 'string' ? [[String(lead['Id']), contact] as const] : [];
        }),
      );
      const contacts = await rows('Contact', [...contactOf.values()], fields);
      const byContact = new Map(contacts.map((contact) => [String(contact['Id']), contact]));
      return leads.map((lead) => {
        const id = String(lead['Id']);
        return toWritten(id, byContact.get(contactOf.get(id) ?? '') ?? lead);
      });
    },
    async decide(id, won) {
      const [edit, body] = won
        ? ['convert', { leadId: id }]
        : ['update', { type: 'Lead', id, values: { Status: 'Closed - Not Converted' } }];
      await post(`${at}/${edit}`, body);
    },
    close: () => crm.close(),
  };
};

function toWritten(id: string, record: Readonly<Record<string, unknown>>): Written {
  const [score = Number.NaN, probability = Number.NaN, confidence = Number.NaN] = fields.map((name) =>
    typeof record[name] === 'number' ? record[name] : Number.NaN,
  );
  return { id, score, probability, confidence };
}

async function post(
  url: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const said: unknown = await answer.json();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${JSON.stringify(said)}`);
  return said;
}
