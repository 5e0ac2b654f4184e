// The routes of journeys, in the order in which they are tried.
import type { Route } from '#http/route.ts';
import { approvals } from './approvals.ts';
import { journey } from './journey.ts';
import { journeyBacktest } from './journey-backtest.ts';
import { journeyBlast } from './journey-blast.ts';
import { journeyChange } from './journey-change.ts';
import { journeyCheck } from './journey-check.ts';
import { journeyMake } from './journey-make.ts';
import { journeyMove } from './journey-move.ts';
import { journeyPublish } from './journey-publish.ts';
import { journeyRuns } from './journey-runs.ts';
import { journeySave } from './journey-save.ts';
import { journeyVersion } from './journey-version.ts';
import { journeys } from './journeys.ts';
import { run } from './run.ts';
import { runApprove } from './run-approve.ts';
import { stages } from './stages.ts';
import { stagesSave } from './stages-save.ts';
import { subjectJourneys } from './subject-journeys.ts';
import { templateInstall } from './template-install.ts';
import { templateMissing } from './template-missing.ts';
import { templates } from './templates.ts';

export const journeyRoutes: readonly Route[] = [
  journeys,
  journeyMake,
  journeyCheck,
  journeyBacktest,
  journey,
  journeyChange,
  journeySave,
  journeyVersion,
  journeyBlast,
  journeyPublish,
  journeyMove,
  journeyRuns,
  run,
  runApprove,
  approvals,
  subjectJourneys,
  templates,
  templateMissing,
  templateInstall,
  stages,
  stagesSave,
];
