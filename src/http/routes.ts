// Every route of the server, in the order in which they are tried.
import { actionRetry } from './api/action-retry.ts';
import { actions } from './api/actions.ts';
import { adviceAnswer } from './api/advice-answer.ts';
import { apiKeyAdd } from './api/api-key-add.ts';
import { apiKeyRemove } from './api/api-key-remove.ts';
import { apiKeys } from './api/api-keys.ts';
import { catalogue } from './api/catalogue.ts';
import { connectionAccess } from './api/connection-access.ts';
import { connectionRemove } from './api/connection-remove.ts';
import { connections } from './api/connections.ts';
import { deliveries } from './api/deliveries.ts';
import { deliveryRetry } from './api/delivery-retry.ts';
import { eventSourceAdd } from './api/event-source-add.ts';
import { eventSourceRemove } from './api/event-source-remove.ts';
import { eventSources } from './api/event-sources.ts';
import { journeyRoutes } from './api/journeys/journey-routes.ts';
import { logout } from './api/logout.ts';
import { me } from './api/me.ts';
import { openapi } from './api/openapi.ts';
import { overview } from './api/overview.ts';
import { progress } from './api/progress.ts';
import { properties } from './api/properties.ts';
import { ruleBacktest } from './api/rule-backtest.ts';
import { ruleFields } from './api/rule-fields.ts';
import { rulePreview } from './api/rule-preview.ts';
import { ruleSave } from './api/rule-save.ts';
import { ruleState } from './api/rule-state.ts';
import { rules } from './api/rules.ts';
import { settings } from './api/settings.ts';
import { settingsChange } from './api/settings-change.ts';
import { status } from './api/status.ts';
import { subject } from './api/subject.ts';
import { subjectApart } from './api/subject-apart.ts';
import { subjectErase } from './api/subject-erase.ts';
import { subjectExport } from './api/subject-export.ts';
import { subjects } from './api/subjects.ts';
import { weightsReport } from './api/weights.ts';
import { consoleEnter } from './console/enter.ts';
import { consoleFile, consolePage } from './console/serve.ts';
import { healthz } from './health/healthz.ts';
import { metrics } from './health/metrics.ts';
import { readyz } from './health/readyz.ts';
import { hubspotCard } from './hubspot/card.ts';
import { hubspotCardAnswer } from './hubspot/card-answer.ts';
import { hubspotSettings } from './hubspot/settings.ts';
import { oauthCallback } from './oauth/callback.ts';
import { oauthStart } from './oauth/start.ts';
import type { Route } from './route.ts';
import { eventRoutes } from './v1/events.ts';

export const apiRoutes: readonly Route[] = [
  openapi(() => apiRoutes),
  catalogue,
  me,
  logout,
  overview,
  status,
  progress,
  connections,
  connectionAccess,
  connectionRemove,
  settings,
  settingsChange,
  properties,
  subjects,
  subject,
  subjectExport,
  subjectApart,
  subjectErase,
  adviceAnswer,
  actions,
  actionRetry,
  deliveries,
  deliveryRetry,
  weightsReport,
  ruleFields,
  rules,
  rulePreview,
  ruleBacktest,
  ruleSave,
  ruleState,
  eventSources,
  eventSourceAdd,
  eventSourceRemove,
  apiKeys,
  apiKeyAdd,
  apiKeyRemove,
  ...journeyRoutes,
];

export const routes: readonly Route[] = [
  ...eventRoutes,
  healthz,
  readyz,
  metrics,
  oauthStart,
  oauthCallback,
  hubspotCard,
  hubspotCardAnswer,
  hubspotSettings,
  ...apiRoutes,
  consoleEnter,
  consoleFile,
  ...consolePage,
];
