// An evaluation as one page that needs nothing from anywhere: tables, and plots as SVG.
import type { Locale } from '#texts/texts.ts';
import { plotsOf } from './curves.ts';
import type { Evaluation } from './evaluation.ts';
import { escaped, plotSvg } from './plot.ts';
import { reasonsOf } from './reasons.ts';
import { segmentsOf } from './segments.ts';
import { type Line, type Meaning, type Measured, type NamedLeak, type Say, type Told, told } from './told.ts';

const style = `
:root{--ink:#1c2430;--soft:#5b6675;--line:#d9dee5;--back:#fff;--main:#0b6bcb;--warn:#9a4b00;--warnback:#fff6ea}
@media (prefers-color-scheme:dark){:root{--ink:#e8ecf1;--soft:#9fabb9;--line:#36404d;--back:#14191f;--main:#6db3ff;--warn:#ffbf80;--warnback:#2b2118}}
body{font:15px/1.5 system-ui,"Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif;color:var(--ink);background:var(--back);max-width:980px;margin:0 auto;padding:24px}
h1{font-size:26px;margin:0 0 4px}h2{font-size:19px;margin:32px 0 8px}p{margin:4px 0}.soft{color:var(--soft)}
table{border-collapse:collapse;width:100%;margin:8px 0;font-variant-numeric:tabular-nums}th,td{text-align:left;padding:5px 10px 5px 0;border-bottom:1px solid var(--line);vertical-align:top}
th{font-weight:600;color:var(--soft)}td.n,th.n{text-align:right}.big{font-weight:600}
.warn{background:var(--warnback);border-left:4px solid var(--warn);padding:8px 12px;margin:8px 0}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(280px,1fr));gap:16px}figure{margin:0}figcaption{font-weight:600}
svg{width:100%;height:auto}.grid{stroke:var(--line);stroke-width:.6}.even{stroke:var(--soft);stroke-dasharray:4 4;fill:none}
.behind{stroke:var(--main);stroke-opacity:.25;fill:none}.line{stroke:var(--main);stroke-width:2;fill:none}
.bar{stroke:var(--main);stroke-width:1.5}circle{fill:var(--main)}text{fill:var(--ink);font-size:11px}.tick{fill:var(--soft);font-size:10px}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(240px,1fr));gap:12px;margin:16px 0}
.tile{border:1px solid var(--line);border-radius:8px;padding:12px 16px}.tile b{display:block;font-size:28px;color:var(--main)}
small{display:block;color:var(--soft);font-size:12.5px;font-weight:400}.weight{display:inline-block;height:9px;background:var(--main);margin-right:8px;border-radius:2px}
.wide{overflow-x:auto}
@media (max-width:600px){body{padding:16px 12px}h1{font-size:22px}h1,h2,p,.warn{overflow-wrap:anywhere}}
@media print{body{max-width:none}.wide{overflow-x:visible}}`;

/** `lang` is the language of `say`. */
export function reportPage(evaluation: Evaluation, say: Say, lang: Locale): string {
  const { about, warnings, measures, newest, trust, meaning, leaks, unused, costs } = told(evaluation, say);
  const title = say('evaluate.title');
  const none = leaks.leftOut.length === 0 ? [`<p>${escaped(say('evaluate.leaks.none'))}</p>`] : [];
  const body = [
    `<h1>${escaped(title)}</h1>`,
    `<p class="soft">${escaped(about)} ${escaped(say('evaluate.where'))}</p>`,
    ...warnings.map((warning) => `<div class="warn">${escaped(warning)}</div>`),
    ...tiles(meaning),
    `<h2>${escaped(say('evaluate.leaks'))}</h2>`,
    ...none,
    ...leakTable(leaks.leftOut),
    ...titled(say('evaluate.leaks.kept'), leaks.kept),
    ...titled(say('evaluate.leaks.doubtful'), leaks.doubtful),
    `<h2>${escaped(say('evaluate.measures'))}</h2>`,
    measureTable(measures, say('evaluate.unseen', { folds: evaluation.folds.length }), newest),
    `<div class="plots">${plotsOf(evaluation, say).map(plotSvg).join('')}</div>`,
    ...trustPart(trust, say),
    ...(evaluation.whole.learner === 'prior'
      ? []
      : [`<h2>${escaped(say('evaluate.reasons'))}</h2>`, reasonTable(evaluation, say)]),
    ...segmentTables(evaluation, say),
    `<h2>${escaped(say('evaluate.folds'))}</h2>`,
    foldTable(evaluation, say),
    ...candidateTable(evaluation, say),
    ...titled(say('evaluate.unused'), unused),
    ...costs.map((sentence) => `<p class="soft">${escaped(sentence)}</p>`),
  ];
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${style}</style></head><body>${body.join('\n')}</body></html>\n`;
}

type Cell = { readonly text: string; readonly number?: boolean; readonly html?: string };

function table(head: readonly Cell[], rows: readonly (readonly Cell[])[]): string {
  const cell = (tag: 'th' | 'td', { text, number, html }: Cell) =>
    `<${tag}${number ? ' class="n"' : ''}>${html ?? ''}${escaped(text)}</${tag}>`;
  const line = (tag: 'th' | 'td', cells: readonly Cell[]) =>
    `<tr>${cells.map((one) => cell(tag, one)).join('')}</tr>`;
  return `<div class="wide"><table>${head.length === 0 ? '' : line('th', head)}${rows.map((row) => line('td', row)).join('')}</table></div>`;
}

const words = (text: string): Cell => ({ text });
const number = (text: string): Cell => ({ text, number: true });

function tiles(meaning: readonly Meaning[]): string[] {
  const tile = ({ figure, says }: Meaning) =>
    `<div class="tile"><b>${escaped(figure)}</b><span>${escaped(says)}</span></div>`;
  return meaning.length === 0 ? [] : [`<div class="tiles">${meaning.map(tile).join('')}</div>`];
}

const small = (text: string) => (text === '' ? '' : `<small>${escaped(text)}</small>`);

function measureTable(lines: readonly Measured[], title: string, newest: Told['newest']): string {
  const value = ({ value, beside }: Line): Cell => ({ text: '', html: `${escaped(value)}${small(beside)}` });
  return table(
    [words(''), words(title), ...(newest === null ? [] : [words(newest.title)])],
    lines.map((line, nr) => {
      const beside = newest?.lines[nr];
      return [
        { text: '', html: `${escaped(line.name)}${small(line.about)}` },
        value(line),
        ...(beside === undefined ? [] : [value(beside)]),
      ];
    }),
  );
}

function trustPart(trust: Told['trust'], say: Say): string[] {
  if (trust === null) return [];
  const { fifths } = trust.by;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const head = [
    words(say('evaluate.trust.fifth')),
    number(say('evaluate.segment.rows')),
    number(say('evaluate.trust.confidence')),
    number(say('evaluate.measure.logLoss')),
    number(say('evaluate.measure.brier')),
    number(say('evaluate.segment.promised')),
    number(say('evaluate.trust.observed')),
  ];
  const rows = fifths.map((fifth, nr) => [
    words(
      nr === 0
        ? say('evaluate.trust.least')
        : nr === fifths.length - 1
          ? say('evaluate.trust.most')
          : String(nr + 1),
    ),
    number(String(fifth.rows)),
    number(fifth.confidence.toFixed(2)),
    number(`${fifth.logLoss.toFixed(3)} ± ${fifth.logLossError.toFixed(3)}`),
    number(`${fifth.brier.toFixed(3)} ± ${fifth.brierError.toFixed(3)}`),
    number(percent(fifth.promised)),
    number(percent(fifth.observed)),
  ]);
  return [
    `<h2>${escaped(say('evaluate.trust'))}</h2>`,
    `<p>${escaped(trust.verdict)}</p>`,
    table(head, rows),
  ];
}

function leakTable(leaks: readonly NamedLeak[]): string[] {
  return leaks.length === 0
    ? []
    : [
        table(
          [],
          leaks.map(({ name, why }) => [words(name), words(why)]),
        ),
      ];
}

function titled(title: string, leaks: readonly NamedLeak[]): string[] {
  return leaks.length === 0 ? [] : [`<h2>${escaped(title)}</h2>`, ...leakTable(leaks)];
}

function reasonTable(evaluation: Evaluation, say: Say): string {
  const { pull, usual } = told(evaluation, say);
  const grounds = reasonsOf(evaluation)
    .filter(({ importance }) => importance > 0)
    .slice(0, 25);
  const most = grounds[0]?.importance ?? 1;
  const head = [
    words(say('evaluate.reason.column')),
    words(say('evaluate.reason.weight')),
    words(say('evaluate.reason.usual', { positive: evaluation.known.positive })),
    words(say('evaluate.reason.raises')),
    words(say('evaluate.reason.lowers')),
  ];
  const rows = grounds.map((ground) => [
    words(ground.name),
    {
      text: ground.importance.toFixed(2),
      html: `<span class="weight" style="width:${((80 * ground.importance) / most).toFixed(0)}px"></span>`,
    },
    words(usual(ground)),
    words(ground.raising === null ? '' : pull(ground, ground.raising)),
    words(ground.lowering === null ? '' : pull(ground, ground.lowering)),
  ]);
  return table(head, rows);
}

function segmentTables(evaluation: Evaluation, say: Say): string[] {
  const all = segmentsOf(evaluation);
  if (all.length === 0) return [];
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const caution = all.some(({ segments }) => segments.some(({ few }) => few));
  return [
    `<h2>${escaped(say('evaluate.segments'))}</h2>`,
    ...all.map(({ name, segments }) =>
      table(
        [
          words(name),
          number(say('evaluate.segment.rows')),
          number(say('evaluate.segment.share')),
          number(say('evaluate.segment.promised')),
          number(say('evaluate.measure.auc')),
        ],
        segments.map(({ level, rows, share, promised, auc, few }) => [
          words(`${level ?? say('evaluate.reason.unknown')}${few ? ' *' : ''}`),
          number(String(rows)),
          number(percent(share)),
          number(percent(promised)),
          number(auc === null ? '' : auc.toFixed(3)),
        ]),
      ),
    ),
    ...(caution ? [`<p class="soft">* ${escaped(say('evaluate.segments.caution'))}</p>`] : []),
  ];
}

/** What else was tried on all records, and how much each gained on those it had not seen. */
function candidateTable({ whole }: Evaluation, say: Say): string[] {
  const { candidates } = whole.report;
  if (candidates.length === 0) return [];
  const head = [
    words(''),
    number(say('evaluate.measure.logLoss')),
    number(say('evaluate.measure.auc')),
    number(say('evaluate.candidates.gain')),
  ];
  const rows = candidates.map(({ learner, logLoss, auc, gain, gainError }) => [
    words(`${say(`evaluate.learner.${learner}`)}${learner === whole.learner ? ' ✓' : ''}`),
    number(logLoss.toFixed(4)),
    number(auc.toFixed(4)),
    number(`${gain.toFixed(4)} ± ${gainError.toFixed(4)}`),
  ]);
  return [`<h2>${escaped(say('evaluate.candidates'))}</h2>`, table(head, rows)];
}

function foldTable({ folds }: Evaluation, say: Say): string {
  const names = ['auc', 'prAuc', 'logLoss', 'brier', 'ece', 'lift'] as const;
  return table(
    [
      words(say('evaluate.fold')),
      ...names.map((name) => number(say(`evaluate.measure.${name}`))),
      number(say('evaluate.seconds')),
    ],
    folds.map(({ name, measures, seconds }) => [
      words(name),
      ...names.map((one) => number(measures[one].toFixed(4))),
      number(seconds.toFixed(1)),
    ]),
  );
}
