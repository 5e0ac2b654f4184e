// The page a person sees when an installation or a sign-in is refused: why, and what to do.
import type { HttpDeps } from './deps.ts';
import { toRevloopError } from './problem.ts';
import { refusalWords } from './refusal-words.ts';
import type { Reply } from './reply.ts';
import type { HttpRequest } from './request.ts';
import { localeOf, type Words, wordsPage } from './words-page.ts';

/** Logs the error as the API would, and shows it in the reader's language with `links` to go on from. */
export function refusalPage(
  deps: Pick<HttpDeps, 'log'>,
  request: HttpRequest,
  error: unknown,
  links: Words['links'],
): Reply {
  const ours = toRevloopError(error, request.id);
  const fields = { id: request.id, path: request.path, code: ours.code, error: ours.cause };
  if (ours.status >= 500) deps.log.error(fields, 'a person was shown a failure');
  else deps.log.info(fields, 'a person was refused');
  const locale = localeOf(request);
  const { says, now } = refusalWords(locale, ours);
  return wordsPage(
    locale,
    { title: 'refusal.title', says, now: `${now} (${ours.code}, ${request.id})`, links },
    ours.status,
  );
}
