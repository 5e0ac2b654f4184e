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
import { customerHealthRoutes } from './api/customer-health/customer-health-routes.ts';
import { deliveries } from './api/deliveries.ts';
import { deliveryRetry } from './api/delivery-retry.ts';
import { drillRoutes } from './api/drills/drill-routes.ts';
import { eventSourceAdd } from './api/event-source-add.ts';
import { eventSourceRemove } from './api/event-source-remove.ts';
import { eventSources } from './api/event-sources.ts';
import { fieldPermissions } from './api/field-permissions.ts';
import { fieldPermissionsChange } from './api/field-permissions-change.ts';
import { journeyRoutes } from './api/journeys/journey-routes.ts';
import { logout } from './api/logout.ts';
import { me } from './api/me.ts';
import { modelDecide } from './api/model-decide.ts';
import { modelLook } from './api/model-look.ts';
import { models } from './api/models.ts';
import { openapi } from './api/openapi.ts';
import { overview } from './api/overview.ts';
import { productEvents } from './api/product-events.ts';
import { progress } from './api/progress.ts';
import { properties } from './api/properties.ts';
import { register } from './api/register.ts';
import { ruleBacktest } from './api/rule-backtest.ts';
import { ruleBacktestProgress } from './api/rule-backtest-progress.ts';
import { ruleCheck } from './api/rule-check.ts';
import { ruleFields } from './api/rule-fields.ts';
import { rulePreview } from './api/rule-preview.ts';
import { ruleSave } from './api/rule-save.ts';
import { ruleState } from './api/rule-state.ts';
import { rules } from './api/rules.ts';
import { segment } from './api/segment.ts';
import { segments } from './api/segments.ts';
import { settings } from './api/settings.ts';
import { settingsChange } from './api/settings-change.ts';
import { status } from './api/status.ts';
import { subject } from './api/subject.ts';
import { subjectApart } from './api/subject-apart.ts';
import { subjectErase } from './api/subject-erase.ts';
import { subjectExport } from './api/subject-export.ts';
import { subjectUnlink } from './api/subject-unlink.ts';
import { subjects } from './api/subjects.ts';
import { surplus } from './api/surplus.ts';
import { surplusRemove } from './api/surplus-remove.ts';
import { weightsReport } from './api/weights.ts';
import { weightsCard } from './api/weights-card.ts';
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
  surplus,
  surplusRemove,
  properties,
  productEvents,
  fieldPermissions,
  fieldPermissionsChange,
  subjects,
  segments,
  segment,
  subject,
  subjectExport,
  subjectApart,
  subjectUnlink,
  subjectErase,
  adviceAnswer,
  actions,
  actionRetry,
  deliveries,
  deliveryRetry,
  weightsReport,
  weightsCard,
  models,
  modelDecide,
  modelLook,
  ruleFields,
  rules,
  rulePreview,
  ruleCheck,
  ruleBacktest,
  ruleBacktestProgress,
  ruleSave,
  ruleState,
  eventSources,
  eventSourceAdd,
  eventSourceRemove,
  apiKeys,
  apiKeyAdd,
  apiKeyRemove,
  register,
  ...drillRoutes,
  ...customerHealthRoutes,
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
