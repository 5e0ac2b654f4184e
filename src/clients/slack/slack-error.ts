// Slack's failures in our words.
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { type ErrorCode, RevloopError } from '#errors.ts';

// Error codes: docs.slack.dev/reference/methods/chat.postMessage, oauth.v2.access
const revoked = [
  'token_revoked',
  'account_inactive',
  'invalid_auth',
  'not_authed',
  'token_expired',
  'team_access_not_granted',
  'org_login_required',
];
const misconfigured = [
  'invalid_client_id',
  'bad_client_secret',
  'client_id_token_mismatch',
  'bad_redirect_uri',
  'invalid_app_id',
];
const passing = [
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
];

/** The error of the catalogue for what the client threw while calling `method` in the workspace `account`. */
export function toChatError(method: string, account: string, cause: unknown): RevloopError {
  const make = (code: ErrorCode, params: Record<string, string | number>) =>
    new RevloopError(code, { method, account, ...params }, { cause });
  if (cause instanceof WebAPIRateLimitedError) return make('CHAT_LIMIT', { waitMs: cause.retryAfter * 1000 });
  if (cause instanceof WebAPIHTTPError)
    return make('CHAT_BUSY', { waitMs: 5000, problem: `HTTP ${cause.statusCode}` });
  if (cause instanceof WebAPIRequestError)
    return make('CHAT_BUSY', { waitMs: 5000, problem: cause.original.message });
  if (!(cause instanceof WebAPIPlatformError))
    return make('CHAT_BUSY', { waitMs: 5000, problem: String(cause) });
  const code = cause.data.error;
  if (code === 'ratelimited' || code === 'rate_limited') return make('CHAT_LIMIT', { waitMs: 30_000 });
  if (revoked.includes(code)) return make('CHAT_REVOKED', { code });
  if (misconfigured.includes(code)) return make('CHAT_MISCONFIGURED', { code });
  if (passing.includes(code)) return make('CHAT_BUSY', { waitMs: 5000, problem: code });
  return make('CHAT_REFUSED', { code, detail: detailOf(cause) });
}

/** The HTTP status behind it; 0 where no answer came. Slack refuses with 200. */
export function statusOf(cause: unknown): number {
  if (cause instanceof WebAPIRateLimitedError) return 429;
  if (cause instanceof WebAPIHTTPError) return cause.statusCode;
  return cause instanceof WebAPIPlatformError ? 200 : 0;
}

function detailOf({ data }: WebAPIPlatformError): string {
  const needed = 'needed' in data ? `Missing scope: ${String(data['needed'])}` : '';
  return [...(data.response_metadata?.messages ?? []), needed]
    .filter((one) => one !== '')
    .join('; ')
    .slice(0, 500);
}
