// Lists HubSpot records in pages of a hundred, with their links in the same request.
import type { Crm, CrmPage } from '#ports/crm.ts';
import type { ObjectType, SubjectKind } from '#sense/signal.ts';
import { hubspotObjects, paths } from './paths.ts';
import { batchSize, readBatch } from './read.ts';
import { askedProperties, type HubspotRecord, hubspotRecord, linksOf, pageOf, toRecord } from './record.ts';
import { isScopeRefusal, type RefusedLinks, readableLinks } from './refused-links.ts';
import type { Reply, Request } from './request.ts';
import { understood } from './understood.ts';

/**
 * Longest query that asks for the properties in the listing itself. HubSpot was seen to take addresses of about
 * 16,300 characters; beyond that the properties are read by id, which takes a second request for each page.
 */
export const longestQuery = 15_000;

const tooLong = [414, 431];
/** Asked for where the properties are read by id. */
const bare = 'hs_object_id';
const page = pageOf(hubspotRecord);

type Input = Parameters<Crm['list']>[1];
type Needs = {
  readonly request: Request;
  readonly links: Crm['links'];
  /** Types that the account lets us read: HubSpot refuses a whole listing for one link it does not allow. */
  readonly mayRead: (type: ObjectType) => boolean;
  /** What was learned of the account: shorter than `longestQuery` when HubSpot called less too long. */
  readonly longest: { get(): number; set(length: number): void };
  readonly refused: RefusedLinks;
};

/** `next` is HubSpot's own cursor. The first page of live records also tells how many there are. */
export function lister(needs: Needs): Crm['list'] {
  const listed = pageLister(needs);
  return async (type, input) => {
    const linksTo = input.linksTo.filter((to) => needs.mayRead(to) && !needs.refused.has(to));
    try {
      return await listed(type, { ...input, linksTo });
    } catch (error) {
      if (!isScopeRefusal(error) || linksTo.length === 0) throw error;
      // A link that is not allowed must not cost the records themselves.
      const readable = await readableLinks(needs, linksTo);
      if (readable.length === linksTo.length) throw error;
      return listed(type, { ...input, linksTo: readable });
    }
  };
}

function pageLister(needs: Needs): Crm['list'] {
  return async (type, input) => {
    const { linksTo } = input;
    const asked = askedProperties(type, input.properties).join(',');
    const query = queryOf(input, linksTo);
    const ask = (properties: string): Promise<Reply> =>
      needs.request({
        method: 'GET',
        path: paths.objects(type),
        query: { ...query, properties },
        scope: hubspotObjects[type].readScope,
        takes: tooLong,
      });
    const whole = new URLSearchParams({ ...query, properties: asked }).toString().length;
    let complete = whole <= needs.longest.get();
    let reply = await ask(complete ? asked : bare);
    if (complete && tooLong.includes(reply.status)) {
      needs.longest.set(whole - 1);
      complete = false;
      reply = await ask(bare);
    }
    const { results, paging } = understood(page, reply);
    const full = complete ? results : await fill(needs.request, type, results, input);
    const next = paging?.next?.after ?? null;
    return toPage(needs, { type, input, linksTo, full, next });
  };
}

function queryOf(input: Input, linksTo: readonly SubjectKind[]): Record<string, string> {
  return {
    limit: String(batchSize),
    archived: String(input.archived === true),
    ...(input.after === null ? {} : { after: input.after }),
    ...(linksTo.length === 0 ? {} : { associations: linksTo.map((to) => hubspotObjects[to].name).join(',') }),
  };
}

// The records keep their place in the listing and their links; those archived meanwhile have no properties to read.
async function fill(
  request: Request,
  type: ObjectType,
  listed: readonly HubspotRecord[],
  { properties, archived }: Input,
): Promise<HubspotRecord[]> {
  if (archived === true) return [...listed];
  const ids = listed.map((one) => one.id);
  const read = new Map((await readBatch(request, type, ids, properties)).map((one) => [one.id, one]));
  return listed.flatMap((one) => {
    const found = read.get(one.id);
    if (found === undefined) return [];
    return [one.associations === undefined ? found : { ...found, associations: one.associations }];
  });
}

type Listed = {
  readonly type: ObjectType;
  readonly input: Input;
  readonly linksTo: readonly SubjectKind[];
  readonly full: readonly HubspotRecord[];
  readonly next: string | null;
};

async function toPage(needs: Needs, { type, input, linksTo, full, next }: Listed): Promise<CrmPage> {
  const links = new Map<string, Partial<Record<SubjectKind, readonly string[]>>>();
  for (const raw of full) links.set(raw.id, {});
  for (const to of linksTo) {
    const long = full.filter((raw) => linksOf(raw, to).more).map((raw) => raw.id);
    const rest = long.length === 0 ? new Map<string, readonly string[]>() : await needs.links(type, long, to);
    for (const raw of full) {
      links.set(raw.id, { ...links.get(raw.id), [to]: rest.get(raw.id) ?? linksOf(raw, to).ids });
    }
  }
  const records = full.map((raw) => toRecord(type, raw, input.properties, links.get(raw.id)));
  const total = input.after === null && input.archived !== true ? await count(needs.request, type) : null;
  return { records, next, ...(total === null ? {} : { total }) };
}

// Only for people to see how far a long reading is, so a refusal does no harm.
async function count(request: Request, type: ObjectType): Promise<number | null> {
  const reply = await request({
    method: 'POST',
    path: paths.search(type),
    body: { filterGroups: [], properties: ['hs_object_id'], limit: 1 },
    bucket: 'search',
    scope: hubspotObjects[type].readScope,
    takes: [400, 403, 404],
  });
  const found = page.safeParse(reply.body);
  return found.success ? (found.data.total ?? null) : null;
}
