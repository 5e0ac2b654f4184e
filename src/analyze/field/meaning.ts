// What an event means: somebody came in, used a feature, or neither.
import type { UsageNames } from '#sense/usage-names.ts';
import { patternOf } from './event-pattern.ts';

export type Meaning = 'login' | 'feature' | 'other';

const known = new WeakMap<UsageNames, (name: string) => Meaning>();
/** Names beyond these are told anew each time: whoever has a write key can send any name. */
const mostRemembered = 5_000;

/** By the tenant's own patterns; each name is looked at once, however many customers use it. */
export function meaningOf(names: UsageNames): (name: string) => Meaning {
  const made = known.get(names);
  if (made !== undefined) return made;
  const isLogin = patternOf(names.logins.join('|'));
  const isOther = patternOf(names.noFeatures.join('|'));
  const seen = new Map<string, Meaning>();
  const meaning = (name: string): Meaning => {
    const before = seen.get(name);
    if (before !== undefined) return before;
    const now = isLogin(name) ? 'login' : isOther(name) ? 'other' : 'feature';
    if (seen.size < mostRemembered) seen.set(name, now);
    return now;
  };
  known.set(names, meaning);
  return meaning;
}
