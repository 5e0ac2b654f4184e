// Which cards the app declares for which records and places, read from the assembled project.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const CardMeta = z.object({
  config: z.object({
    name: z.string(),
    location: z.enum(['crm.record.tab', 'crm.record.sidebar']),
    entrypoint: z.string(),
    objectTypes: z.array(z.enum(['contacts', 'companies', 'deals'])),
  }),
});

export type CardPlace = {
  readonly name: string;
  readonly location: 'crm.record.tab' | 'crm.record.sidebar';
  readonly entrypoint: string;
  readonly typeIds: readonly string[];
};

const typeIds = { contacts: '0-1', companies: '0-2', deals: '0-3' } as const;

/** The cards in `src/app/cards/*-hsmeta.json` of the assembled project. */
export async function cardPlaces(project: string): Promise<readonly CardPlace[]> {
  const folder = join(project, 'src', 'app', 'cards');
  const files = (await readdir(folder)).filter((file) => file.endsWith('-hsmeta.json')).sort();
  return Promise.all(
    files.map(async (file) => {
      const { config } = CardMeta.parse(JSON.parse(await readFile(join(folder, file), 'utf8')));
      return { ...config, typeIds: config.objectTypes.map((type) => typeIds[type]) };
    }),
  );
}
