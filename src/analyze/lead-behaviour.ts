// What a lead did lately, and how long ago: counts over the last days, silence, answers, age; as of any moment.
import type { Activity } from '#twin/twin.ts';
import { countIn, day, lastDay } from './activity.ts';
import type { Circle } from './circle.ts';
import type { Value } from './feature.ts';
import { countKnown, isUnread, unsided } from './unread.ts';

/** By name of the fact; `source` is what tells it. */
export type Behaviour = Readonly<
  Record<string, { readonly value: Value; readonly source: 'crm' | 'product' }>
>;

const [week, month] = [7, 28];
/** Signs of life come from the lead itself: our own mails into the void are none. */
const answers = ['email.in', 'meeting'];
const mails = ['email.in', 'email.out'];

/**
 * Only what happened by `at` may stand in the twin. What a product would tell is not known as long as nothing was heard
 * of it, and how long a lead has been silent is not known where it never said anything. What the CRM does not show of
 * mails and meetings is not known either.
 */
export function leadBehaviour(circle: Pick<Circle, 'twin' | 'unread'>, at: number): Behaviour {
  const { createdAt, engagements, events } = circle.twin;
  const named = (names: readonly string[]) =>
    names.flatMap((name): Activity[] => {
      const one = engagements[name];
      return one === undefined ? [] : [one];
    });
  const engaged = (name: string, days: number) =>
    countKnown(circle, name, (one) => countIn(named([one]), at, days));
  const used = Object.values(events);
  const pages = Object.entries(events).flatMap(([name, one]) => (/^page\b/i.test(name) ? [one] : []));
  const heard = used.length > 0;
  const crm = (value: Value) => ({ value, source: 'crm' as const });
  const product = (value: Value) => ({ value: heard ? value : null, source: 'product' as const });
  const last = lastDay([...named(answers), ...used], at);
  const perhaps = lastDay(named([unsided]), at);
  const isVague = perhaps !== null && (last === null || perhaps > last);
  const sent = countIn(named(['email.out']), at, Number.POSITIVE_INFINITY);
  const received = countIn(named(['email.in']), at, Number.POSITIVE_INFINITY);
  return {
    lead_age: crm(createdAt === null ? null : daysSince(Date.parse(createdAt), at)),
    quiet_days: crm(
      last === null || isVague || isUnread(circle, answers) ? null : daysSince(Date.parse(last), at),
    ),
    reply_share: crm(
      sent === 0 || perhaps !== null || isUnread(circle, mails) ? null : Math.min(1, received / sent),
    ),
    mails_in_7: crm(engaged('email.in', week)),
    mails_in_28: crm(engaged('email.in', month)),
    meetings_28: crm(engaged('meeting', month)),
    events_7: product(countIn(used, at, week)),
    events_28: product(countIn(used, at, month)),
    pages_28: product(countIn(pages, at, month)),
  };
}

function daysSince(then: number, at: number): number {
  return Math.max(0, Math.floor(at / day) - Math.floor(then / day));
}
