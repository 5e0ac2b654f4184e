// A moment in an answer: a Date inside, ISO 8601 in UTC outside.
import { z } from 'zod';

export const instant = z
  .date()
  .transform((date) => date.toISOString())
  .pipe(z.iso.datetime());
