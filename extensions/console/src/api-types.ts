// What the API answers and takes; written by scripts/console-types.ts from the schemas of the routes.
// biome-ignore-all format: as the script writes it

/** @public */
export type OpenapiAnswer = { [name: string]: unknown };

/** @public */
export type CatalogueAnswer = { [name: string]: string };

/** @public */
export type MeAnswer = { who: string; by: "session" | "api"; tenant: { id: string; name: string; }; locale: "en" | "zh-CN"; timeZone: string; publicUrl: string; connectable: ("hubspot" | "salesforce" | "slack")[]; demo: { hubspot: string; salesforce: string; slack: string; } | null; };

/** @public */
export type LogoutAnswer = { signedOut: true; };

/** @public */
export type OverviewAnswer = { bands: ({ finding: "lead_score" | "health"; band: string | null; subjects: number; })[]; subjects: ({ kind: "contact" | "lead" | "company" | "deal" | "ticket"; subjects: number; })[]; liveAdvice: number; outcomes30d: ({ kind: string; count: number; })[]; actions30d: ({ kind: "crm.write" | "crm.task" | "chat.alert" | "chat.forget"; state: "pending" | "done" | "parked" | "dry" | "cancelled"; count: number; })[]; };

/** @public */
export type StatusAnswer = { deliveriesWaiting: number; deliveriesParked: number; signalsWaiting: number; subjectsDirty: number; recordsToReread: number; actionsPending: number; actionsParked: number; oldestWaitingAt: string | null; lastTurnAt: string | null; lastActionAt: string | null; };

/** @public */
export type ProgressAnswer = { reading: ({ connection: string; objectType: "contact" | "lead" | "company" | "deal" | "ticket" | "call" | "meeting" | "email" | "note" | "task" | "answer"; phase: "backfill" | "incremental" | "archived" | "refresh" | "reconcile"; state: "waiting" | "running" | "done" | "off"; seen: number; total: number | null; perSecond: number | null; secondsLeft: number | null; startedAt: string | null; movedAt: string | null; problem: string | null; })[]; };

/** @public */
export type ConnectionsAnswer = { connections: ({ id: string; platform: "hubspot" | "salesforce" | "slack"; externalId: string; name: string | null; state: "active" | "revoked" | "misconfigured" | "uninstalled"; reason: string | null; scopes: (string)[]; channel: string | null; installedBy: string | null; connectedAt: string; feed: { state: "starting" | "following" | "waiting" | "off"; since: string; code: string | null; problem: string | null; } | null; outboundUrl: string | null; })[]; };

/** @public */
export type ConnectionAccessAnswer = { types: ({ objectType: "contact" | "lead" | "company" | "deal" | "ticket" | "call" | "meeting" | "email" | "note" | "task" | "answer"; name: string; readable: boolean; seesAll: boolean | null; hidden: (string)[]; problem: string | null; })[]; usage: { used: number; limit: number; at: string; } | null; };

/** @public */
export type DisconnectAnswer = { state: "uninstalled"; };

/** @public */
export type SettingsAnswer = { locale: "en" | "zh-CN"; timeZone: string; dryRun: boolean; outcomes: { contact: { won: ({ property: string; in: (string)[]; and?: { property: string; in: (string)[]; }; } | { linked: "deal"; having: "any" | "all"; outcome: "won" | "lost"; })[]; lost: ({ property: string; in: (string)[]; and?: { property: string; in: (string)[]; }; } | { linked: "deal"; having: "any" | "all"; outcome: "won" | "lost"; })[]; }; lead: { won: ({ property: string; in: (string)[]; and?: { property: string; in: (string)[]; }; } | { linked: "deal"; having: "any" | "all"; outcome: "won" | "lost"; })[]; lost: ({ property: string; in: (string)[]; and?: { property: string; in: (string)[]; }; } | { linked: "deal"; having: "any" | "all"; outcome: "won" | "lost"; })[]; }; deal: { won: ({ property: string; in: (string)[]; and?: { property: string; in: (string)[]; }; } | { linked: "deal"; having: "any" | "all"; outcome: "won" | "lost"; })[]; lost: ({ property: string; in: (string)[]; and?: { property: string; in: (string)[]; }; } | { linked: "deal"; having: "any" | "all"; outcome: "won" | "lost"; })[]; }; opportunity: { won: ({ property: string; in: (string)[]; and?: { property: string; in: (string)[]; }; } | { linked: "deal"; having: "any" | "all"; outcome: "won" | "lost"; })[]; lost: ({ property: string; in: (string)[]; and?: { property: string; in: (string)[]; }; } | { linked: "deal"; having: "any" | "all"; outcome: "won" | "lost"; })[]; }; }; leftOutFeatures: (string)[]; alerts: { channel: string | null; managers: { [name: string]: string }; perDay: number; leadGrades: ("A" | "B" | "C" | "D")[]; healthBands: ("watch" | "at_risk")[]; }; writes: { perRecordPerDay: number; }; identity: { byAddress: boolean; ids: ({ objectType: "contact" | "lead" | "company"; property: string; names: "contact" | "lead" | "company"; of: "hubspot" | "salesforce"; })[]; }; };

/** @public */
export type ChangeSettingsAnswer = { locale: "en" | "zh-CN"; timeZone: string; dryRun: boolean; outcomes: { contact: { won: ({ property: string; in: (string)[]; and?: { property: string; in: (string)[]; }; } | { linked: "deal"; having: "any" | "all"; outcome: "won" | "lost"; })[]; lost: ({ property: string; in: (string)[]; and?: { property: string; in: (string)[]; }; } | { linked: "deal"; having: "any" | "all"; outcome: "won" | "lost"; })[]; }; lead: { won: ({ property: string; in: (string)[]; and?: { property: string; in: (string)[]; }; } | { linked: "deal"; having: "any" | "all"; outcome: "won" | "lost"; })[]; lost: ({ property: string; in: (string)[]; and?: { property: string; in: (string)[]; }; } | { linked: "deal"; having: "any" | "all"; outcome: "won" | "lost"; })[]; }; deal: { won: ({ property: string; in: (string)[]; and?: { property: string; in: (string)[]; }; } | { linked: "deal"; having: "any" | "all"; outcome: "won" | "lost"; })[]; lost: ({ property: string; in: (string)[]; and?: { property: string; in: (string)[]; }; } | { linked: "deal"; having: "any" | "all"; outcome: "won" | "lost"; })[]; }; opportunity: { won: ({ property: string; in: (string)[]; and?: { property: string; in: (string)[]; }; } | { linked: "deal"; having: "any" | "all"; outcome: "won" | "lost"; })[]; lost: ({ property: string; in: (string)[]; and?: { property: string; in: (string)[]; }; } | { linked: "deal"; having: "any" | "all"; outcome: "won" | "lost"; })[]; }; }; leftOutFeatures: (string)[]; alerts: { channel: string | null; managers: { [name: string]: string }; perDay: number; leadGrades: ("A" | "B" | "C" | "D")[]; healthBands: ("watch" | "at_risk")[]; }; writes: { perRecordPerDay: number; }; identity: { byAddress: boolean; ids: ({ objectType: "contact" | "lead" | "company"; property: string; names: "contact" | "lead" | "company"; of: "hubspot" | "salesforce"; })[]; }; };

/** @public */
export type ChangeSettingsBody = { locale?: "en" | "zh-CN"; timeZone?: string; dryRun?: boolean; outcomes?: { contact?: { won: ({ property: string; in: (string)[]; and?: { property: string; in: (string)[]; }; } | { linked: "deal"; having: "any" | "all"; outcome: "won" | "lost"; })[]; lost: ({ property: string; in: (string)[]; and?: { property: string; in: (string)[]; }; } | { linked: "deal"; having: "any" | "all"; outcome: "won" | "lost"; })[]; }; lead?: { won: ({ property: string; in: (string)[]; and?: { property: string; in: (string)[]; }; } | { linked: "deal"; having: "any" | "all"; outcome: "won" | "lost"; })[]; lost: ({ property: string; in: (string)[]; and?: { property: string; in: (string)[]; }; } | { linked: "deal"; having: "any" | "all"; outcome: "won" | "lost"; })[]; }; deal?: { won: ({ property: string; in: (string)[]; and?: { property: string; in: (string)[]; }; } | { linked: "deal"; having: "any" | "all"; outcome: "won" | "lost"; })[]; lost: ({ property: string; in: (string)[]; and?: { property: string; in: (string)[]; }; } | { linked: "deal"; having: "any" | "all"; outcome: "won" | "lost"; })[]; }; opportunity?: { won: ({ property: string; in: (string)[]; and?: { property: string; in: (string)[]; }; } | { linked: "deal"; having: "any" | "all"; outcome: "won" | "lost"; })[]; lost: ({ property: string; in: (string)[]; and?: { property: string; in: (string)[]; }; } | { linked: "deal"; having: "any" | "all"; outcome: "won" | "lost"; })[]; }; }; leftOutFeatures?: (string)[]; alerts?: { channel?: string | null; managers?: { [name: string]: string }; perDay?: number; leadGrades?: ("A" | "B" | "C" | "D")[]; healthBands?: ("watch" | "at_risk")[]; }; writes?: { perRecordPerDay?: number; }; identity?: { byAddress?: boolean; ids?: ({ objectType: "contact" | "lead" | "company"; property: string; names: "contact" | "lead" | "company"; of: "hubspot" | "salesforce"; })[]; }; };

/** @public */
export type PropertiesAnswer = { properties: ({ name: string; filled: number; values: (string)[]; })[]; };

/** @public */
export type SubjectsAnswer = { total: number; lines: ({ id: string; kind: "contact" | "lead" | "company" | "deal" | "ticket"; name: string; email: string | null; finding: "lead_score" | "health"; score: number | null; band: string | null; probability: number | null; confidence: number; basis: "model" | "prior" | "index"; foundAt: string; scoreBefore: number | null; advice: string | null; })[]; };

/** @public */
export type SubjectAnswer = { who: { id: string; kind: "contact" | "lead" | "company" | "deal" | "ticket"; name: string; email: string | null; }; places: ({ connection: string; platform: "hubspot" | "salesforce" | "slack" | null; objectType: "contact" | "lead" | "company" | "deal" | "ticket" | "call" | "meeting" | "email" | "note" | "task" | "answer"; externalId: string; url: string | null; joined: { by: "email" | "domain" | "id"; value: string; at: string; } | null; })[]; properties: ({ name: string; value: string; at: string; })[]; dataAsOf: { crm: string | null; product: string | null; }; findings: ({ kind: "lead_score" | "health"; score: number | null; band: "A" | "B" | "C" | "D" | "healthy" | "watch" | "at_risk" | null; probability: number | null; interval: [number, number] | null; confidence: number; doubts: ("wide" | "unlike" | "missing" | "stale" | "little_history" | "prior")[]; reasons: ({ code: string; feature: string; label: string; value: string | number | null; usual: string | number | null; points: number; source: "hubspot" | "salesforce" | "product" | "support"; asOf: string | null; changeable?: boolean; })[]; sureness?: { [name: string]: number }; because?: { cause: "record" | "weights"; by: ({ code: string; feature: string; label: string; points: number; })[]; }; standing?: "won" | "lost"; parts: ({ code: "use" | "support" | "relationship" | "commercial"; value: number | null; weight: number; trend: number | null; })[]; basis: "model" | "prior" | "index"; history: { closed: number; won: number; needed: number; } | null; dataAsOf: string | null; weightsVersion: number | null; foundAt: string; before: { score: number | null; band: string | null; at: string; } | null; })[]; trend: ({ kind: "lead_score" | "health"; at: string; score: number | null; band: string | null; })[]; advice: ({ subject: string; situation: string; code: "call_now" | "reach_out" | "nurture" | "ask_missing" | "review_health" | "interview_customer" | "fix_support" | "reengage_users" | "send_comparison" | "expert_call" | "send_guide" | "remind_activation"; finding: "lead_score" | "health"; confidence: number; reasons: ({ code: string; feature: string; label: string; value: string | number | null; usual: string | number | null; points: number; source: "hubspot" | "salesforce" | "product" | "support"; asOf: string | null; changeable?: boolean; })[]; change: { from: string | null; to: string; scoreFrom: number | null; scoreTo: number | null; }; alert: boolean; task: boolean; rule?: { id: string; version: number; }; id: string; state: "open" | "taken" | "snoozed" | "done" | "dismissed" | "not_useful" | "expired"; createdAt: string; updatedAt: string; snoozedUntil: string | null; answeredBy: string | null; })[]; actions: ({ id: string; kind: "crm.write" | "crm.task" | "chat.alert" | "chat.forget"; connection: string; subject: { id: string; kind: "contact" | "lead" | "company" | "deal" | "ticket"; name: string; email: string | null; }; objectType: string | null; externalId: string | null; payload: unknown; state: "pending" | "done" | "parked" | "dry" | "cancelled"; attempts: number; createdAt: string; doneAt: string | null; code: string | null; problem: string | null; })[]; outcomes: ({ key: string; subject: string; advice: string | null; kind: "taken" | "snoozed" | "done" | "dismissed" | "not_useful" | "won" | "lost" | "reopened" | "renewed" | "churned"; via: "slack" | "card" | "console" | "crm"; by: string | null; at: string; note: string | null; id: string; })[]; signals: ({ id: string; kind: string; origin: string; occurredAt: string; data: unknown; })[]; linked: ({ id: string; kind: "contact" | "lead" | "company" | "deal" | "ticket"; name: string; email: string | null; })[]; };

/** @public */
export type ExportSubjectAnswer = { subject: string; exportedAt: string; tables: { [name: string]: (unknown)[] }; };

/** @public */
export type TakeSubjectApartAnswer = { subject: string; };

/** @public */
export type TakeSubjectApartBody = { connection: string; };

/** @public */
export type EraseSubjectAnswer = { erased: true; };

/** @public */
export type AnswerAdviceAnswer = { state: "open" | "taken" | "snoozed" | "done" | "dismissed" | "not_useful" | "expired"; result: "recorded" | "repeated" | "closed" | "held"; };

/** @public */
export type AnswerAdviceBody = { answer: "taken" | "snoozed" | "done" | "dismissed" | "not_useful"; snoozeDays?: number; note?: string; };

/** @public */
export type ActionsAnswer = { actions: ({ id: string; kind: "crm.write" | "crm.task" | "chat.alert" | "chat.forget"; connection: string; subject: { id: string; kind: "contact" | "lead" | "company" | "deal" | "ticket"; name: string; email: string | null; }; objectType: string | null; externalId: string | null; payload: unknown; state: "pending" | "done" | "parked" | "dry" | "cancelled"; attempts: number; createdAt: string; doneAt: string | null; code: string | null; problem: string | null; })[]; next: string | null; };

/** @public */
export type RetryActionAnswer = { state: "pending"; };

/** @public */
export type DeliveriesAnswer = { deliveries: ({ id: string; source: "hubspot" | "salesforce" | "slack" | "segment"; receivedAt: string; attempts: number; problem: string | null; body: string; bytes: number; })[]; next: string | null; };

/** @public */
export type RetryDeliveryAnswer = { state: "kept"; };

/** @public */
export type WeightsAnswer = { live: { version: number; state: "candidate" | "live" | "retired"; trainedAt: string; learner: "prior" | "ridge" | "blend" | "additive" | "trees"; history: { closed: number; won: number; needed: number; from: string | null; to: string | null; }; auc: number | null; ece: number | null; baseRate: number; baseInterval: [number, number]; grades: [number, number, number] | null; features: ({ name: string; label: string; importance: number; })[]; leftOut: ({ name: string; label?: string; why: "tells_outcome" | "filled_with_outcome" | "identifier" | "constant" | "empty"; measure: number; })[]; report: { crossValidated: { rows: number; positives: number; auc: number; prAuc: number; logLoss: number; brier: number; ece: number; eceFloor: number; lift: number; baseLogLoss: number; baseBrier: number; } | null; newest: { rows: number; positives: number; auc: number; prAuc: number; logLoss: number; brier: number; ece: number; eceFloor: number; lift: number; baseLogLoss: number; baseBrier: number; } | null; calibration: ({ rows: number; predicted: number; observed: number; })[]; candidates: ({ learner: "ridge" | "blend" | "additive" | "trees"; logLoss: number; auc: number; gain: number; gainError: number; })[]; }; } | null; versions: ({ version: number; state: "candidate" | "live" | "retired"; trainedAt: string; learner: "prior" | "ridge" | "blend" | "additive" | "trees"; history: { closed: number; won: number; needed: number; from: string | null; to: string | null; }; auc: number | null; ece: number | null; })[]; };

/** @public */
export type FieldsAnswer = { fields: ({ id: string; label: { en: string; "zh-CN": string; }; type: "number" | "text" | "flag" | "date" | "choices" | "time"; unit: "none" | "count" | "days" | "points" | "share"; source: "crm" | "product" | "support" | "analysis" | "clock"; freshHours: number | null; kinds: ("contact" | "lead" | "company" | "deal" | "ticket")[]; named: { of: "property" | "event" | "part"; optional: boolean; } | null; window: boolean; choices: (string)[]; operators: (string)[]; })[]; };

/** @public */
export type RulesAnswer = { rules: ({ when: unknown; cel: string; sentence: { en: string; "zh-CN": string; }; id: string; version: number; state: "draft" | "live" | "off"; live: number | null; house: boolean; title: { en: string; "zh-CN": string; }; kind: "contact" | "lead" | "company" | "deal"; advice: { code: "call_now" | "reach_out" | "nurture" | "ask_missing" | "review_health" | "interview_customer" | "fix_support" | "reengage_users" | "send_comparison" | "expert_call" | "send_guide" | "remind_activation"; alert: boolean; task: boolean; }; madeAt: string | null; madeBy: string | null; })[]; };

/** @public */
export type PreviewRuleAnswer = { when: unknown; cel: string; sentence: { en: string; "zh-CN": string; }; subjects: number; count: number; unknown: number; missing: ({ field: string; subjects: number; })[]; sample: ({ subject: string; name: string; })[]; };

/** @public */
export type PreviewRuleBody = { kind: "contact" | "lead" | "company" | "deal"; when?: unknown; cel?: string; };

/** @public */
export type BacktestRuleAnswer = { from: string; to: string; outcome: "churned" | "lost" | "won" | "renewed"; horizonDays: number; subjects: number; evaluations: number; unknown: number; alerts: number; alertedSubjects: number; alertsPerWeek: number; weeks: (number)[]; matchesNow: number; outcomes: number; caught: ({ subject: string; name: string; alertAt: string; outcomeAt: string; daysEarly: number; })[]; missed: ({ subject: string; name: string; outcomeAt: string; })[]; falseAlerts: number; undecided: number; precision: number | null; precisionSoFar: number | null; recall: number | null; daysEarly: { median: number; least: number; most: number; } | null; caughtTwoWeeksEarly: number | null; overlap: ({ id: string; title: string; both: number; onlyThis: number; onlyOther: number; })[]; };

/** @public */
export type BacktestRuleBody = { kind: "contact" | "lead" | "company" | "deal"; when?: unknown; cel?: string; id?: string; days?: number; horizonDays?: number; outcome?: "churned" | "lost" | "won" | "renewed"; };

/** @public */
export type SaveRuleAnswer = { when: unknown; cel: string; sentence: { en: string; "zh-CN": string; }; id: string; version: number; state: "draft" | "live" | "off"; live: number | null; house: boolean; title: { en: string; "zh-CN": string; }; kind: "contact" | "lead" | "company" | "deal"; advice: { code: "call_now" | "reach_out" | "nurture" | "ask_missing" | "review_health" | "interview_customer" | "fix_support" | "reengage_users" | "send_comparison" | "expert_call" | "send_guide" | "remind_activation"; alert: boolean; task: boolean; }; madeAt: string | null; madeBy: string | null; };

/** @public */
export type SaveRuleBody = { title: string; advice: { code: "call_now" | "reach_out" | "nurture" | "ask_missing" | "review_health" | "interview_customer" | "fix_support" | "reengage_users" | "send_comparison" | "expert_call" | "send_guide" | "remind_activation"; alert?: boolean; task?: boolean; }; kind: "contact" | "lead" | "company" | "deal"; when?: unknown; cel?: string; };

/** @public */
export type SetRuleStateAnswer = { when: unknown; cel: string; sentence: { en: string; "zh-CN": string; }; id: string; version: number; state: "draft" | "live" | "off"; live: number | null; house: boolean; title: { en: string; "zh-CN": string; }; kind: "contact" | "lead" | "company" | "deal"; advice: { code: "call_now" | "reach_out" | "nurture" | "ask_missing" | "review_health" | "interview_customer" | "fix_support" | "reengage_users" | "send_comparison" | "expert_call" | "send_guide" | "remind_activation"; alert: boolean; task: boolean; }; madeAt: string | null; madeBy: string | null; };

/** @public */
export type SetRuleStateBody = { version: number; state: "draft" | "live" | "off"; typed?: number; };

/** @public */
export type EventSourcesAnswer = { sources: ({ id: string; name: string; createdAt: string; lastSeenAt: string | null; })[]; };

/** @public */
export type AddEventSourceAnswer = { source: { id: string; name: string; createdAt: string; lastSeenAt: string | null; }; writeKey: string; };

/** @public */
export type AddEventSourceBody = { name: string; };

/** @public */
export type RemoveEventSourceAnswer = { removed: true; };

/** @public */
export type ApiKeysAnswer = { keys: ({ id: string; name: string; createdAt: string; usedAt: string | null; })[]; };

/** @public */
export type AddApiKeyAnswer = { id: string; key: string; };

/** @public */
export type AddApiKeyBody = { name: string; };

/** @public */
export type RemoveApiKeyAnswer = { removed: true; };
