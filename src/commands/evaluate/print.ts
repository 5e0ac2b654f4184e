// An evaluation as lines of a terminal.
import type { TextKey } from '#texts/texts.ts';
import type { Evaluation, Progress } from './evaluation.ts';
import { type Ground, reasonsOf } from './reasons.ts';
import { type Line, type Say, told } from './told.ts';

const mostReasons = 10;
/** Seconds that are not worth a word. */
const leastToSay = 5;

export function progressLine(progress: Progress, say: Say): string {
  if (progress.step === 'read')
    return say('cli.evaluate.read', { rows: progress.rows, columns: progress.columns });
  if (progress.step === 'leaks') {
    const names = progress.leaks.filter(({ why }) => why !== 'doubtful').map(({ name }) => name);
    return names.length === 0 ? say('evaluate.leaks.none') : `${say('evaluate.leaks')}: ${names.join(', ')}`;
  }
  const { done, of, name, auc, seconds } = progress;
  if (done === 0) return say('cli.evaluate.begin', { of });
  const told = partName(name, say);
  const line =
    name === 'everything'
      ? say('cli.evaluate.part', { done, of, name: told })
      : say('cli.evaluate.partAuc', { done, of, name: told, auc: auc.toFixed(4) });
  const left = Math.round((seconds / done) * (of - done));
  return left < leastToSay ? line : `${line} (${say('cli.evaluate.left', { left })})`;
}

function partName(name: string, say: Say): string {
  if (name === 'newest') return say('evaluate.part.newest');
  return name === 'everything' ? say('evaluate.part.everything') : say('evaluate.part.fold', { name });
}

export function summaryLines(evaluation: Evaluation, say: Say): string[] {
  const { about, warnings, meaning, measures, newest, trust, leaks, costs } = told(evaluation, say);
  const list = (title: TextKey, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', say(title), ...lines.map((line) => `  ${line}`)];
  const named = (some: typeof leaks.leftOut) => some.map(({ name, why }) => `${name}: ${why}`);
  const table = (rows: readonly Line[]) => {
    const width = Math.max(...rows.map(({ name }) => columnsOf(name)));
    return rows.map(
      ({ name, value, beside }) =>
        `  ${name}${' '.repeat(width - columnsOf(name))}  ${value}${beside === '' ? '' : `   (${beside})`}`,
    );
  };
  return [
    '',
    about,
    ...warnings,
    ...meaning.map(({ says }) => says),
    ...list('evaluate.leaks', named(leaks.leftOut)),
    ...list('evaluate.leaks.kept', named(leaks.kept)),
    ...list('evaluate.leaks.doubtful', named(leaks.doubtful)),
    '',
    say('evaluate.unseen', { folds: evaluation.folds.length }),
    ...table(measures),
    ...(newest === null ? [] : ['', newest.title, ...table(newest.lines)]),
    ...(trust === null ? [] : ['', say('evaluate.trust'), `  ${trust.verdict}`, ...table(trust.lines)]),
    ...(evaluation.whole.learner === 'prior' ? [] : list('evaluate.reasons', reasonLines(evaluation, say))),
    '',
    ...costs,
  ];
}

function reasonLines(evaluation: Evaluation, say: Say): string[] {
  const grounds = reasonsOf(evaluation)
    .filter(({ importance }) => importance > 0)
    .slice(0, mostReasons);
  const { pull, usual } = told(evaluation, say);
  const line = (ground: Ground) => {
    const parts = [
      `${say('evaluate.reason.usual', { positive: evaluation.known.positive })}: ${usual(ground)}`,
      ...(ground.raising === null ? [] : [`+ ${pull(ground, ground.raising)}`]),
      ...(ground.lowering === null ? [] : [`- ${pull(ground, ground.lowering)}`]),
    ];
    return `${ground.importance.toFixed(2)}  ${ground.name}  (${parts.join('; ')})`;
  };
  return grounds.map(line);
}

/** Terminals give Chinese characters two columns. */
function columnsOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + ((letter.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 0);
}
