// Reads what the Home tab and `/revloop top` show: open advice, endangered customers, hottest leads.
import type { Advice } from '#advise/advice.ts';
import type { KeptFinding } from '#analyze/finding.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Ports } from '#ports.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Locale } from '#texts/texts.ts';
import { emptyTwin } from '#twin/twin.ts';
import { factsOf } from './chat-facts.ts';
import type { AlertFacts } from './chat-message.ts';
import { modelLines } from './chat-models.ts';
import { scoreWords, whoIs } from './chat-words.ts';
import { strengthOf } from './guard.ts';

/** One row of a list: raw words, `url` leads to the record. */
export type TopRow = { readonly who: string; readonly score: string; readonly url: string | null };
export type Top = {
  readonly locale: Locale;
  readonly endangered: readonly TopRow[];
  readonly hottest: readonly TopRow[];
};
export type Home = Top & {
  readonly advice: readonly AlertFacts[];
  readonly more: number;
  /** What is to be said of the models. */
  readonly models: readonly string[];
};

const shown = 10;
const most = 200;

export async function readHome(
  needs: Pick<Ports, 'store' | 'clients' | 'log'>,
  tenant: TenantId,
  locale: Locale,
): Promise<Home> {
  const open = await needs.store.asTenant(tenant, (rows) => rows.advice.list(['open', 'taken'], most));
  const first = [...open].sort((a, b) => rank(b) - rank(a)).slice(0, shown);
  const facts = await factsOf(needs, tenant, first);
  const advice = first.flatMap(({ id }) => {
    const told = facts.get(id);
    return told ? [{ ...told.facts, locale }] : [];
  });
  const models = await needs.store.asTenant(tenant, (rows) => modelLines(rows, locale));
  return { ...(await readTop(needs, tenant, locale, 5)), advice, more: open.length - advice.length, models };
}

export async function readTop(
  { store, clients }: Pick<Ports, 'store' | 'clients'>,
  tenant: TenantId,
  locale: Locale,
  limit: number,
): Promise<Top> {
  return store.asTenant(tenant, async (rows) => {
    const worst = await rows.findings.extreme('health', 'lowest', limit);
    const best = await rows.findings.extreme('lead_score', 'highest', limit);
    const inDanger = worst.filter(({ finding }) => finding.band !== 'healthy');
    const hot = best.filter(({ finding }) => finding.band === 'A' || finding.band === 'B');
    return {
      locale,
      endangered: await rowsOf(rows, clients, locale, inDanger),
      hottest: await rowsOf(rows, clients, locale, hot),
    };
  });
}

/** Alerts before what only the card shows, then by strength. */
function rank(advice: Advice): number {
  return (advice.alert ? 1000 : 0) + strengthOf(advice);
}

async function rowsOf(
  rows: TenantStore,
  clients: Ports['clients'],
  locale: Locale,
  found: readonly KeptFinding[],
): Promise<TopRow[]> {
  const subjects = found.map(({ subject }) => subject);
  const twins = await rows.twins.load(subjects);
  const refs = await rows.subjects.refs(subjects);
  const connections = await rows.connections.all();
  return found.map(({ subject, finding }) => {
    const twin = twins.get(subject)?.twin ?? emptyTwin(finding.kind === 'health' ? 'company' : 'contact');
    const ref = refs.find(
      (one) => one.subject === subject && connections.some(({ id }) => id === one.origin),
    );
    const crm = connections.find(({ id, platform }) => id === ref?.origin && platform !== 'slack');
    return {
      who: whoIs(locale, twin, ref?.externalId ?? subject),
      score: scoreWords(locale, finding.score, finding.band),
      url: ref && crm ? clients.crm(crm).recordUrl(ref.objectType, ref.externalId) : null,
    };
  });
}
