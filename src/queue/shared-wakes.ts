// Wake-ups of one name that come while one is on its way share the next, so that a burst costs few of them.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Work } from '#ports.ts';
import { workName } from './work-name.ts';

/** Between two of one name. On PostgreSQL a wake-up costs some milliseconds, which a burst would pay all the time. */
const gapMs = 15;

/**
 * What a caller committed before its call is always followed by a wake-up that begins after the call: the one on its
 * way may have been heard too early. Errors reach every caller that shares the wake-up.
 */
export function sharedWakes(send: (work: Work) => Promise<void>): (work: Work) => Promise<void> {
  const onItsWay = new Map<string, Promise<void>>();
  const next = new Map<string, Promise<void>>();
  const begin = (name: string, work: Work): Promise<void> => {
    next.delete(name);
    const sent = send(work);
    const over: Promise<void> = sent
      .catch(() => undefined)
      .then(() => {
        if (onItsWay.get(name) === over) onItsWay.delete(name);
      });
    onItsWay.set(name, over);
    return sent;
  };
  return (work) => {
    const name = workName(work);
    const before = onItsWay.get(name);
    if (before === undefined && !next.has(name)) return begin(name, work);
    const shared = next.get(name) ?? before?.then(() => sleep(gapMs)).then(() => begin(name, work));
    if (shared === undefined) return begin(name, work);
    next.set(name, shared);
    return shared;
  };
}
