// Imported rows as records of a portal of the simulated HubSpot.
import { z } from 'zod';
import { fail } from '#errors.ts';
import { definition, propertyName } from './column.ts';
import { control, refusalIn } from './control.ts';
import type { Destination } from './destination.ts';

const portalList = z.object({ portals: z.array(z.object({ portalId: z.number() })) });
const made = z.object({ ids: z.array(z.string()) });

/** The first portal where none is named. Errors: IMPORT_INVALID, SANDBOX_UNREACHABLE. */
export async function portalDestination(
  url: string,
  type: string,
  portal: number | undefined,
): Promise<Destination> {
  const { portals } = portalList.parse((await control(`${url}/sandbox/portals`)).body);
  const ids = portals.map((one) => one.portalId);
  const wanted = portal ?? ids[0];
  if (wanted === undefined || !ids.includes(wanted))
    return fail('IMPORT_INVALID', {
      problem: `there is no portal ${portal ?? ''}; there are ${ids.join(', ')}`,
    });
  const at = `${url}/sandbox/portals/${wanted}`;
  return {
    ...{ account: String(wanted), platform: 'HubSpot', email: 'email', propertyFor: propertyName },
    async define(columns) {
      const names: string[] = [];
      for (const column of columns) {
        const property = definition(column, 'imported_information');
        const answer = await control(`${at}/properties`, { type, property });
        if (answer.status < 300) names.push(property.name);
        // 409: HubSpot or an earlier import has it already.
        else if (answer.status !== 409)
          fail('IMPORT_INVALID', {
            problem: `column "${column.header}" cannot become ${property.name}: ${refusalIn(answer.body)}`,
          });
      }
      return names;
    },
    async seed(objects) {
      const records = objects.map(({ properties, createdAt }) => ({
        ...{ type, properties, createdAt, updatedAt: createdAt },
      }));
      const answer = await control(`${at}/seed`, { objects: records });
      return answer.status < 300 ? { ids: made.parse(answer.body).ids } : { refused: refusalIn(answer.body) };
    },
  };
}
