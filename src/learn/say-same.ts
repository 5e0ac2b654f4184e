// Whether weights say what kept ones say: then nobody needs to be scored anew.
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Weights } from '#analyze/weights.ts';

/**
 * The pace of deals moves with every day that an open one grows older: that alone is no reason, nor that older weights do not
 * say that no direction was demanded.
 */
export function saySame(kept: unknown, learned: Weights): boolean {
  const said = (body: unknown) => ({
    ...{ directions: {}, ...z.looseObject({}).parse(body) },
    ...{ trainedAt: null, pace: null },
  });
  return isDeepStrictEqual(said(kept), said(JSON.parse(JSON.stringify(learned))));
}
