// Real leads as contacts of a HubSpot portal.
import { z } from 'zod';
import { importCsv } from '#sandbox/import/import-csv.ts';
import { toImportMap } from '#sandbox/import/import-map.ts';
import { openHouse } from './house.ts';
import type { OpenRealLeads, RealLeads, Written } from './real-leads.ts';

const batch = 100;
const fields = ['revloop_lead_score', 'revloop_convert_probability', 'revloop_confidence'] as const;
const read = z.object({
  results: z.array(z.object({ id: z.string(), properties: z.record(z.string(), z.string().nullable()) })),
});

export const openHubspotLeads: OpenRealLeads = async (withoutLimits): Promise<RealLeads> => {
  const house = await openHouse('embedded');
  const { sandbox } = house;
  if (withoutLimits) await sandbox.limits({ off: true });
  return {
    map: 'bench/maps/leads.json',
    importLeads: (csv, map) =>
      importCsv({ csv, map: toImportMap(map), object: 'contacts', url: sandbox.url, now: new Date() }),
    open: () => house.open(),
    connect: (server) => server.connect(sandbox.portalId),
    calls: () => sandbox.calls(),
    async scores(ids) {
      const written: Written[] = [];
      for (let at = 0; at < ids.length; at += batch) {
        const inputs = ids.slice(at, at + batch).map((id) => ({ id }));
        const path = '/crm/objects/2026-09/contacts/batch/read';
        const { results } = read.parse(await sandbox.api(path, { inputs, properties: fields }));
        for (const { id, properties } of results) {
          const number = (name: (typeof fields)[number]) => Number(properties[name] ?? Number.NaN);
          written.push({
            ...{ id, score: number('revloop_lead_score') },
            probability: number('revloop_convert_probability'),
            confidence: number('revloop_confidence'),
          });
        }
      }
      return written;
    },
    async decide(id, won) {
      const properties = won ? { lifecyclestage: 'customer' } : { hs_lead_status: 'UNQUALIFIED' };
      await fetch(`${sandbox.url}/sandbox/portals/${sandbox.portalId}/update`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ type: 'contacts', id, properties }),
      });
    },
    close: () => house.close(),
  };
};
