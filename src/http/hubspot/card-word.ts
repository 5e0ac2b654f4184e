// A person's word on how a customer stands, as the card sends it: kept as the console keeps it, or too late.
import { isRevloopError } from '#errors.ts';
import type { HttpDeps } from '#http/deps.ts';
import type { SaidHealth } from '#ports/health-words.ts';
import { type Locale, text } from '#texts/texts.ts';
import type { CardAnswered, CardWord } from './card-view.ts';

type Place = Pick<SaidHealth, 'tenant' | 'subject' | 'who'>;

/** What the card answers: a sentence, and whether somebody else was quicker. Errors: NOT_FOUND. */
export async function hearWord(
  { healthWords }: Pick<HttpDeps, 'healthWords'>,
  place: Place,
  word: CardWord,
  locale: Locale,
): Promise<Pick<CardAnswered, 'confirmation' | 'late'>> {
  const { tenant, subject, who } = place;
  try {
    if ('say' in word) await healthWords.say({ ...place, ...word.say });
    else await healthWords.takeBack(tenant, subject, word.takeBack, who);
  } catch (error) {
    if (!isRevloopError(error) || error.code !== 'HEALTH_WORD_OTHER') throw error;
    if (!(await isSaidAlready(healthWords, place, word)))
      return { confirmation: text(locale, 'card.record.word.other'), late: true };
  }
  return { confirmation: text(locale, 'say' in word ? 'card.view.word.kept' : 'card.view.word.back') };
}

/** HubSpot repeats a request after a failure: what the same person said then is no other word. */
async function isSaidAlready(
  healthWords: HttpDeps['healthWords'],
  { tenant, subject, who }: Place,
  word: CardWord,
): Promise<boolean> {
  const now = await healthWords.now(tenant, subject);
  if (!('say' in word)) return now === null;
  const { band, reason } = word.say;
  return now !== null && now.who === who && now.band === band && now.reason === reason;
}
