// Wake-ups of one name that come while one is being sent share the next, so that a burst costs two instead of hundreds.
import type { Work } from '#ports.ts';
import { workName } from './work-name.ts';

/**
 * What a caller committed before it called is always followed by a wake-up that begins after the call: one that is
 * on its way already may have been heard too early. Errors reach every caller that shares them.
 */
export function sharedWakes(send: (work: Work) => Promise<void>): (work: Work) => Promise<void> {
  const sending = new Map<string, Promise<void>>();
  const next = new Map<string, Promise<void>>();
  const begin = (name: string, work: Work): Promise<void> => {
    next.delete(name);
    const sent = send(work);
    const over: Promise<void> = sent
      .catch(() => undefined)
      .then(() => {
        if (sending.get(name) === over) sending.delete(name);
      });
    sending.set(name, over);
    return sent;
  };
  return (work) => {
    const name = workName(work);
    const before = sending.get(name);
    if (before === undefined) return begin(name, work);
    const shared = next.get(name) ?? before.then(() => begin(name, work));
    next.set(name, shared);
    return shared;
  };
}
