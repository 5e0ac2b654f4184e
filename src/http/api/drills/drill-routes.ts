// The routes of drills.
import type { Route } from '#http/route.ts';
import { drillCases } from './drill-cases.ts';
import { drillClose } from './drill-close.ts';
import { drillJudge } from './drill-judge.ts';
import { drillReport } from './drill-report.ts';
import { drillStart } from './drill-start.ts';
import { drills } from './drills.ts';

export const drillRoutes: readonly Route[] = [
  drills,
  drillStart,
  drillCases,
  drillJudge,
  drillClose,
  drillReport,
];
