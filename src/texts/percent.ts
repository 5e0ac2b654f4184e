// A share as a percentage: nothing that is not certain reads as certain.
import type { Locale } from './texts.ts';

/** `share` 0-1; a tenth of a percent is shown below ten percent. */
export function percent(locale: Locale, share: number): string {
  const honest = share < 1 ? Math.min(share, 0.99) : share;
  const maximumFractionDigits = honest > 0 && honest < 0.1 ? 1 : 0;
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits }).format(honest);
}
