// Which feature of a product an event tells of: what its `feature` property names, else the event itself.
import type { Signal } from '#sense/signal.ts';

type Told = Extract<Signal, { kind: 'product.event' }>['data'];

/** In the order in which they are believed. */
const names = ['feature', 'feature_name', 'featureName'] as const;
const mostLength = 120;

/** `Feature Used` of the feature `boards` and `Feature Tried` of it are the same feature. */
export function featureOf({ name, properties }: Told): string {
  for (const one of names) {
    const said = Object.hasOwn(properties, one) ? properties[one] : undefined;
    if (typeof said === 'string' && said.trim() !== '')
      return said.trim().slice(0, mostLength).toWellFormed();
  }
  return name;
}
