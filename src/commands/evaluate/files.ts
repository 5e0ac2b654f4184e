// What an evaluation leaves behind for other programs: predictions as CSV, everything measured as JSON.
import { byConfidence } from '#learn/by-confidence.ts';
import { calibrationTable } from '#learn/calibration.ts';
import type { Evaluation } from './evaluation.ts';
import { outcomesOf, pooled } from './pooled.ts';
import { reasonsOf } from './reasons.ts';

/** `row,fold,probability` of every row that was held out, by row. */
export function predictionsCsv({ folds, known }: Evaluation): string {
  const lines = folds.flatMap(({ name, rows, probabilities }) =>
    Array.from(rows, (place, nr) => ({
      row: known.row[place] ?? 0,
      name,
      probability: probabilities[nr] ?? 0,
    })),
  );
  lines.sort((a, b) => a.row - b.row);
  return `row,fold,probability\n${lines.map(({ row, name, probability }) => `${row},${name},${probability}\n`).join('')}`;
}

export function reportJson(evaluation: Evaluation): string {
  const { table, known, leaks, leftOut, folds, newest, whole, speed, mean, spread, wholeSeconds } =
    evaluation;
  const all = pooled(evaluation);
  return `${JSON.stringify(
    {
      format: 1,
      table: {
        rows: table.rows,
        columns: table.headers.length,
        ragged: table.ragged,
        encoding: table.encoding,
        delimiter: table.delimiter,
      },
      outcome: {
        positive: known.positive,
        closed: known.records.length,
        open: known.open,
        undecided: known.undecided,
        unread: known.notes,
      },
      measures: mean,
      spreadOverFolds: spread,
      folds: folds.map(({ name, measures, seconds, weights }) => ({
        fold: name,
        learner: weights.learner,
        seconds,
        measures,
      })),
      newest:
        newest === null
          ? null
          : { ...newest.measures, learner: newest.weights.learner, seconds: newest.seconds },
      calibration: calibrationTable(all.outcomes, all.probabilities),
      byConfidence: byConfidence(all.outcomes, all.probabilities, all.confidences),
      leaks: leaks.map((leak) => ({ ...leak, leftOut: leftOut.includes(leak.name) })),
      unused: whole.leftOut,
      reasons: reasonsOf(evaluation),
      candidates: whole.report.candidates,
      learner: whole.learner,
      trainingSeconds: wholeSeconds,
      predictionsPerSecond: speed.rowsPerSecond,
      largestErrorOfContributions: speed.largestError,
      newestOutcomes: newest === null ? null : outcomesOf(evaluation, newest).length,
    },
    null,
    2,
  )}\n`;
}
