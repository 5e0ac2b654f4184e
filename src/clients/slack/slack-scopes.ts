// The permissions that Revloop asks a Slack workspace for, and why.

/** Without these it does not work. A test keeps them equal to manifests/slack/manifest.json. */
export const slackScopes = [
  // Alerts, in public channels without an invitation.
  'chat:write',
  'chat:write.public',
  // The admin picks the channel for alerts on Slack's own consent page.
  'incoming-webhook',
  // Direct messages to managers, found by their e-mail; names and languages of those who answer.
  'im:write',
  'users:read',
  'users:read.email',
  // /revloop
  'commands',
] as const;

/**
 * May be declined (optional scopes: docs.slack.dev/changelog/2026/03/16/optional-scopes). With them Revloop looks whether
 * an alert arrived when Slack's answer was lost; without them it is sent again, so that none is missed.
 */
export const slackOptionalScopes = ['im:history', 'channels:history', 'groups:history'] as const;
