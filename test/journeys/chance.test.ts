// Who is held out is drawn evenly: whatever the numbers of the customers, and anew in every journey.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { lot } from '#advise/journey/chance.ts';

const customers = Array.from({ length: 100_000 }, (_, nr) => String(nr + 1));
const journeys = Array.from({ length: 3 }, (_, nr) => {
  const hex = createHash('sha256').update(`journey ${nr}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
});
const share = 0.2;
const isHeld = (journey: string, customer: string) => lot('holdout', journey, customer) < share;
/** How far a count is from what is expected, in standard deviations. */
const away = (count: number, of: number, rate: number) =>
  Math.abs(count - of * rate) / Math.sqrt(of * rate * (1 - rate));
const count = (list: readonly string[], pick: (one: string) => boolean) => list.filter(pick).length;

describe('the holdout', () => {
  it.each(journeys)('takes a fifth of 100,000 customers, in every part of their numbers (%s)', (journey) => {
    expect(
      away(
        count(customers, (one) => isHeld(journey, one)),
        customers.length,
        share,
      ),
    ).toBeLessThan(4);
    // Customers that came in together, and those whose numbers end alike, are often alike.
    for (let part = 0; part < 10; part += 1) {
      const together = customers.slice(part * 10_000, (part + 1) * 10_000);
      const alike = customers.filter((one) => one.endsWith(String(part)));
      for (const list of [together, alike])
        expect(
          away(
            count(list, (one) => isHeld(journey, one)),
            list.length,
            share,
          ),
        ).toBeLessThan(4);
    }
  });

  it('says nothing of the customer before or after, nor of the same customer in another journey', () => {
    const [one = '', other = ''] = journeys;
    const pairs = customers.slice(1);
    const both = (journey: string, shift: number) =>
      count(pairs, (nr) => isHeld(one, nr) && isHeld(journey, String(Number(nr) - shift)));
    expect(away(both(one, 1), pairs.length, share * share)).toBeLessThan(4);
    expect(away(both(other, 0), pairs.length, share * share)).toBeLessThan(4);
  });
});
