// How a customer stands, said in the chat: what the form shows, and what became of what a person entered.

import type { HealthOverride } from '#analyze/health-override.ts';
import { fail, isRevloopError } from '#errors.ts';
import type { Ports } from '#ports.ts';
import type { Connection } from '#sense/connection.ts';
import { type Locale, text } from '#texts/texts.ts';
import { localeOf, memberOf } from './chat-member.ts';
import { refreshAlert } from './chat-update.ts';
import { moment, nameOf, safe, wordLine } from './chat-words.ts';
import { openHealthWords } from './health-words.ts';

type Needs = Pick<Ports, 'store' | 'clients' | 'clock' | 'log' | 'queue'>;

/** `about`: whom it is about, and what somebody said already, as mrkdwn. `replaces`: the word that the person sees. */
export type HealthForm = {
  readonly locale: Locale;
  readonly about: readonly string[];
  readonly replaces: string | null;
};
/** What a person entered. */
export type HealthSaid = {
  readonly advice: string;
  readonly replaces: string | null;
  /** `computed`: the word that the person saw is taken back. */
  readonly band: HealthOverride['band'] | 'computed';
  readonly reason: string;
  readonly days: number;
  readonly user: string;
  readonly handle: string;
};
/** `other`: somebody said something else meanwhile, which the new form shows; nothing was overwritten. */
export type HealthHeard =
  | { readonly result: 'kept'; readonly locale: Locale; readonly words: string }
  | { readonly result: 'other'; readonly form: HealthForm }
  | { readonly result: 'unknown'; readonly locale: Locale };

/** Null where this tenant has no such advice. */
export async function healthForm(
  needs: Needs,
  connection: Connection,
  advice: string,
  user: string,
): Promise<HealthForm | null> {
  const locale = await localeOf(needs, connection, await memberOf(needs, connection, user));
  return formOf(needs, connection, advice, locale);
}

export async function hearHealth(
  needs: Needs,
  connection: Connection,
  { advice, user, handle, ...entered }: HealthSaid,
): Promise<HealthHeard> {
  const { tenant } = connection;
  const member = await memberOf(needs, connection, user);
  const locale = await localeOf(needs, connection, member);
  const found = await needs.store.asTenant(tenant, (rows) => rows.advice.get(advice));
  if (found === null) return { result: 'unknown', locale };
  const { subject } = found;
  try {
    const who = member?.name ?? handle;
    const words = openHealthWords(needs);
    const { band: wanted, replaces, reason } = entered;
    if (wanted === 'computed') {
      if (replaces === null) return fail('HEALTH_WORD_OTHER');
      await words.takeBack(tenant, subject, replaces, who, reason);
      return { result: 'kept', locale, words: text(locale, 'slack.health.back') };
    }
    const { band, until } = await words.say({ tenant, subject, who, ...entered, band: wanted });
    const said = { band: text(locale, `card.view.band.${band}`), until: moment(until) };
    return { result: 'kept', locale, words: text(locale, 'slack.health.kept', said) };
  } catch (error) {
    if (!isRevloopError(error) || !['HEALTH_WORD_OTHER', 'NOT_FOUND'].includes(error.code)) throw error;
    const form = await formOf(needs, connection, advice, locale);
    return form === null || error.code === 'NOT_FOUND'
      ? { result: 'unknown', locale }
      : { result: 'other', form };
  }
}

/** The alert says at once what was said; the index and the CRM follow with the next turn. */
export async function showHealth(needs: Needs, connection: Connection, advice: string): Promise<void> {
  const { dryRun } = (await needs.store.asTenant(connection.tenant, (rows) => rows.settings.read())).settings;
  if (!dryRun) await refreshAlert(needs, connection, advice);
}

function formOf(
  needs: Needs,
  { tenant }: Connection,
  advice: string,
  locale: Locale,
): Promise<HealthForm | null> {
  return needs.store.asTenant(tenant, async (rows) => {
    const found = await rows.advice.get(advice);
    if (found === null) return null;
    const { subject } = found;
    const twin = (await rows.twins.load([subject])).get(subject)?.twin;
    const [word] = await rows.health.overrides([subject]);
    const name = twin === undefined ? text(locale, 'slack.somebody') : nameOf(locale, twin, subject);
    return {
      locale,
      about: [`*${safe(name, 100)}*`, ...(word === undefined ? [] : [wordLine(locale, word)])],
      replaces: word?.id ?? null,
    };
  });
}
