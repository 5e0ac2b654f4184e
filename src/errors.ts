// The catalogue of everything that can go wrong: code, sentence, HTTP status, and what to do now.

type Entry = { readonly status: number; readonly says: string; readonly now: string };

/** Every error of ours. `{name}` in a sentence is filled from the params given to `fail`. */
export const catalogue = {
  CONFIG_INVALID: {
    status: 500,
    says: 'The environment variable {name} is not usable: {problem}.',
    now: 'Correct it in .env or in the environment (see .env.example) and start again.',
  },
  DATABASE_UNREACHABLE: {
    status: 503,
    says: 'PostgreSQL does not answer at {where}: {problem}.',
    now: 'Check DATABASE_URL, or leave it empty to use the embedded PostgreSQL.',
  },
  DATABASE_ROLE: {
    status: 500,
    says: 'The role revloop_app could not be created or granted: {problem}.',
    now: 'As a PostgreSQL administrator run: create role revloop_app nologin; grant revloop_app to the user of DATABASE_URL.',
  },
  DATA_DIRECTORY_UNUSABLE: {
    status: 500,
    says: 'The data directory {directory} cannot be used: {problem}.',
    now: 'Set REVLOOP_DATA_DIR to a folder that this user may make and write to.',
  },
  DATA_DIRECTORY_BUSY: {
    status: 500,
    says: 'The data directory {directory} is used by another running Revloop (process {pid}).',
    now: 'Stop that one first, or set REVLOOP_DATA_DIR to another folder.',
  },
  DATABASE_EMBEDDED_FAILED: {
    status: 500,
    says: 'The embedded PostgreSQL did not start: {problem}.',
    now: 'Read the lines above; if this machine cannot run it, set DATABASE_URL to a PostgreSQL 15 or newer.',
  },
  INTERNAL: {
    status: 500,
    says: 'Something went wrong inside Revloop.',
    now: 'Try again; if it stays, look for the id {id} in the log.',
  },
  DRILL_EMPTY: {
    status: 409,
    says: 'There is no open record of which anything is foretold ({target}), so there is nothing to judge.',
    now: 'Wait until scores are there: the start page shows how far Revloop is.',
  },
  DRILL_CLOSED: {
    status: 409,
    says: 'The drill {title} takes no word on this any more.',
    now: 'Read its report; begin a new drill to judge again.',
  },
  HEALTH_WORD_OTHER: {
    status: 409,
    says: 'Somebody else has said how this customer stands meanwhile, or what was said has ended.',
    now: 'Read what stands there now, and say it again if yours should count instead.',
  },
  HEALTH_WEIGHTS_EARLY: {
    status: 409,
    says: 'Too little happened to these customers to learn how much each part of their health should count.',
    now: 'Choose the preset, or set the weights by hand; the Health page says how many must have left and stayed.',
  },
  MODEL_DECIDED: {
    status: 409,
    says: 'Version {version} does not wait for this: it is {state}.',
    now: 'Look at the page of models again; somebody else may have decided.',
  },
  INPUT_INVALID: {
    status: 400,
    says: 'The request is not usable: {problem}.',
    now: 'Correct what the sentence names and send it again.',
  },
  CHAT_REVOKED: {
    status: 401,
    says: 'The Slack workspace {account} took its permission back ({code}).',
    now: 'Connect the workspace again on the connections page.',
  },
  CHAT_MISCONFIGURED: {
    status: 500,
    says: 'Slack refuses our own app ({code}).',
    now: 'As operator check SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and the redirect address in the app settings at Slack.',
  },
  CHAT_LIMIT: {
    status: 429,
    says: 'Slack asks us to wait {waitMs} ms before the next message.',
    now: 'Nothing; the message waits and is sent then.',
  },
  CHAT_BUSY: {
    status: 503,
    says: 'Slack did not answer {method} ({problem}).',
    now: 'Nothing; it is tried again. If it stays, look at status.slack.com.',
  },
  CHAT_REFUSED: {
    status: 502,
    says: 'Slack refused {method}: {code}. {detail}',
    now: 'Look the code up under that method at docs.slack.dev, correct what it names, then try the action again.',
  },
  CHAT_NOBODY: {
    status: 409,
    says: 'There is no Slack channel or person to send the alert to.',
    now: 'Choose a channel for alerts in the settings, or connect the workspace again and pick one there.',
  },
  TRAINING_DATA_INVALID: {
    status: 400,
    says: 'The closed records cannot be learned from: {problem}.',
    now: 'Correct that value where the records come from and train again; the weights in use stay as they are.',
  },
  TRAINING_TOO_LONG: {
    status: 500,
    says: 'Learning from {records} closed records was stopped after {seconds} seconds.',
    now: 'Raise the time limit of training or use fewer properties; the weights in use stay as they are.',
  },
  TRAINING_TOO_BIG: {
    status: 500,
    says: 'Learning from {records} closed records needed more than {megabytes} MB of memory.',
    now: 'Raise the memory limit of training or use fewer properties; the weights in use stay as they are.',
  },
  TRAINING_STOPPED: {
    status: 500,
    says: 'Learning stopped before it was done: {problem}.',
    now: 'Train again; if it stays, look for the cause in the log. The weights in use stay as they are.',
  },
  TABLE_INVALID: {
    status: 400,
    says: 'The file {file} cannot be used: {problem}.',
    now: 'Correct what the sentence names, in the file or in the options, and run the command again.',
  },
  COLLECTS_NOTHING: {
    status: 409,
    says: 'Nothing is collected of what is done in the product.',
    now: 'Turn up the dial for collection (console: Settings) and run the command again.',
  },
  WEIGHTS_INVALID: {
    status: 500,
    says: 'The kept weights cannot be read: {problem}.',
    now: 'Train again; weights made by another version of Revloop may not fit this one.',
  },
  SCORE_VALUE_INVALID: {
    status: 400,
    says: 'The value {value} of {name} is not a number that can be scored.',
    now: 'Correct the value where it comes from; an unknown value is left empty.',
  },
  UNAUTHENTICATED: {
    status: 401,
    says: 'Nobody is signed in, or the key is not known.',
    now: 'Open the console from its sign-in link, or send a key of this tenant as Authorization: Bearer.',
  },
  CROSS_SITE: {
    status: 403,
    says: 'This change did not come from the console.',
    now: 'Make the change in the console, or send it with an API key.',
  },
  BODY_TOO_LARGE: {
    status: 413,
    says: 'The body is larger than this address takes.',
    now: 'Send less at once.',
  },
  REQUEST_UNSIGNED: {
    status: 401,
    says: 'The request does not carry a fresh signature of HubSpot.',
    now: 'Check that PUBLIC_URL is the address HubSpot calls, that HUBSPOT_CLIENT_SECRET is the secret of the app, and the clock of this machine.',
  },
  OUTBOUND_KEY_WRONG: {
    status: 401,
    says: 'The outbound message does not carry the secret of a connected Salesforce org.',
    now: 'Copy the whole address from the connections page of the console into the outbound message in Salesforce.',
  },
  INSTALL_DENIED: {
    status: 403,
    says: 'The permission was not given: {problem}.',
    now: 'Start the installation again as an administrator of the account and allow what the page asks for.',
  },
  INSTALL_SCOPES: {
    status: 403,
    says: 'The account did not grant everything that Revloop needs: {problem}.',
    now: 'Install again as a super admin; if it stays, compare the scopes of the app with the manifest.',
  },
  INSTALL_EXPIRED: {
    status: 400,
    says: 'This installation was begun in another browser, more than 15 minutes ago, or is finished already.',
    now: 'Start it again and finish it in the same browser.',
  },
  INSTALL_UNAVAILABLE: {
    status: 404,
    says: '{platform} cannot be connected here, because this server has no client id and secret for it.',
    now: 'Ask the operator to set {variable} and start the server again.',
  },
  INSTALL_HOST_INVALID: {
    status: 400,
    says: '{host} is not an address where people log in to Salesforce.',
    now: 'Enter the My Domain of the org, such as acme.my.salesforce.com, or choose production or sandbox.',
  },
  INSTALL_PACKAGE_MISSING: {
    status: 403,
    says: 'The Salesforce org does not have the Revloop package yet: {problem}.',
    now: 'As an administrator of the org install the Revloop package by its install link, wait for the mail that says it is done, then connect again.',
  },
  INSTALL_APP_BLOCKED: {
    status: 403,
    says: 'An administrator of the Salesforce org has blocked Revloop: {problem}.',
    now: 'In Setup, open External Client App Manager, unblock Revloop in its policies, then connect again.',
  },
  INSTALL_NO_API: {
    status: 403,
    says: 'The Salesforce org, or the user, may not use the API: {problem}.',
    now: 'Give the user the permission API Enabled; a Professional edition needs the API add-on of Salesforce. Then connect again.',
  },
  INSTALL_ADDRESS_REFUSED: {
    status: 403,
    says: 'The Salesforce org does not let us in from this address or at this hour: {problem}.',
    now: 'In Setup, allow the addresses of this server (the operator knows them) in the login ranges and in the policies of the app, then connect again.',
  },
  INSTALL_USER_REFUSED: {
    status: 403,
    says: 'Salesforce does not let this user connect Revloop: {problem}.',
    now: 'Assign the permission set Revloop Integration to an active user, allow the user in the policies of the app, and connect as that user.',
  },
  INSTALL_SIGN_IN: {
    status: 401,
    says: 'Nobody is signed in, so it is not known to which tenant the account belongs.',
    now: 'Install Revloop in HubSpot or Salesforce first, or open the console from its sign-in link, then connect from there.',
  },
  CONSOLE_CODE_USED: {
    status: 401,
    says: 'This sign-in link was used already, or is older than 15 minutes.',
    now: 'Get a fresh one: run npx revloop console on the server, or open Revloop from HubSpot.',
  },
  DELIVERY_UNREADABLE: {
    status: 400,
    says: 'A delivery cannot be read: {problem}.',
    now: 'Look at the kept bytes in the console; it is tried again from there once this version can read it.',
  },
  EVENTS_INVALID: {
    status: 400,
    says: 'The product events are not usable: {problem}.',
    now: "Send JSON in Segment's HTTP shape, with either userId or anonymousId in each message.",
  },
  WRITE_KEY_UNKNOWN: {
    status: 401,
    says: 'The write key is not known.',
    now: 'Send the write key of an event source as the user name of basic authentication; make one in the console, or by npx revloop sources add.',
  },
  PORT_BUSY: {
    status: 500,
    says: 'The port {port} cannot be used: {problem}.',
    now: 'Stop the program that uses it, or set PORT to another port. The demo also takes PORT + 11 to PORT + 14; npx revloop sandbox takes --port, --slack-port, --salesforce-port and --pubsub-port.',
  },
  DEMO_FAILED: {
    status: 500,
    says: 'The demo could not begin: {problem}.',
    now: 'Remove the folder .revloop to begin anew; if it stays, start with LOG_LEVEL=debug and read the lines above.',
  },
  DEMO_NOT_CONNECTED: {
    status: 500,
    says: 'The demo company could not be connected with {platform}: {problem}.',
    now: 'Remove the folder .revloop to begin anew; if it stays, start with LOG_LEVEL=debug and read the lines above.',
  },
  RULE_INVALID: {
    status: 400,
    says: 'The rule cannot be used: at {at}, {problem}.',
    now: 'Correct that place and send the rule again; GET /api/fields lists the fields with their types.',
  },
  CEL_INVALID: {
    status: 400,
    says: 'The expression cannot be read: line {line}, column {column}: {problem}.',
    now: 'Correct that place and try again; docs/rules.md shows what can be written.',
  },
  RULE_COUNT_DIFFERS: {
    status: 409,
    says: 'The rule matches {count} subjects now, and {typed} was typed.',
    now: 'Look at the preview again and type the count that it shows.',
  },
  SURPLUS_DIFFERS: {
    status: 409,
    says: '{count} are kept beyond the dial now, and {typed} was typed.',
    now: 'Look at the preview again and type the number that it shows.',
  },
  TENANT_UNCLEAR: {
    status: 400,
    says: 'It is not clear which tenant is meant by {wanted}; there are: {there}.',
    now: 'Name one by its id or its name, with --tenant.',
  },
  REPLAY_UNREACHABLE: {
    status: 503,
    says: 'No server answers at {url}: {problem}.',
    now: 'Start it by npm start, or name its address with --url.',
  },
  REPLAY_REFUSED: {
    status: 400,
    says: 'The server at {url} answered {status}.',
    now: 'Check that it runs, that PUBLIC_URL is the address it believes to have, and that the client secret is the same.',
  },
  NOT_FOUND: { status: 404, says: 'There is no {what} here.', now: 'Check the address or the id.' },
  IMPORT_INVALID: {
    status: 400,
    says: 'The import cannot be done: {problem}.',
    now: 'Correct what the sentence names and run the import again; npx revloop sandbox --help shows an example.',
  },
  SANDBOX_UNREACHABLE: {
    status: 503,
    says: 'The sandbox does not answer at {url}.',
    now: 'Start it by npx revloop sandbox (or npm start), or name its address with --url.',
  },
  ASSEMBLE_COLLISION: {
    status: 500,
    says: 'The file {file} lies both in manifests/{platform} and in extensions/{platform}.',
    now: 'Keep it in one of the two folders: what is declared in manifests, what people see in extensions.',
  },
  ASSEMBLE_PACKAGING: {
    status: 500,
    says: 'The Salesforce package cannot be tied to its publisher: {problem}.',
    now: 'Give --namespace as registered, --dev-hub as the 00D... id of the Dev Hub and --oauth-consumer as docs/salesforce-package.md says.',
  },
  SEAL_KEYS_INVALID: {
    status: 500,
    says: 'REVLOOP_ENCRYPTION_KEYS is not usable: {problem}.',
    now: 'Set it to name:key pairs, each key 32 random bytes in base64 (openssl rand -base64 32).',
  },
  SEAL_KEY_UNKNOWN: {
    status: 500,
    says: 'A secret was sealed with the key {key}, and REVLOOP_ENCRYPTION_KEYS does not have it.',
    now: 'Put that key back at the end of REVLOOP_ENCRYPTION_KEYS, or connect the account again.',
  },
  SEAL_BROKEN: {
    status: 500,
    says: 'A secret sealed with the key {key} does not open: the key differs, or the row was changed.',
    now: 'Check the value of that key in REVLOOP_ENCRYPTION_KEYS; if it is right, connect the account again.',
  },
  CONNECTION_TAKEN: {
    status: 409,
    says: 'The {platform} account {account} is already connected to another company in Revloop.',
    now: 'Disconnect it there first, or sign in to that company.',
  },
  HOOK_ADDRESS: {
    status: 400,
    says: 'The webhook to {host} is not sent: {problem}.',
    now: 'Give the journey an https address that is reachable from the internet.',
  },
  HOOK_REFUSED: {
    status: 502,
    says: 'The system at {host} refused a webhook with the status {status}.',
    now: 'Look there at why, correct the address or the receiver, then try the action again.',
  },
  HOOK_BUSY: {
    status: 503,
    says: 'The system at {host} did not take a webhook: {problem}.',
    now: 'Nothing; it is tried again after {waitMs} ms, up to ten times.',
  },
  JOURNEY_INVALID: {
    status: 400,
    says: 'The journey cannot be walked: {problem}.',
    now: 'Correct the step that the sentence names and save it again.',
  },
  JOURNEY_STATE: {
    status: 409,
    says: 'The journey is {state}: {problem}.',
    now: 'Do first what the sentence asks for; GET /api/journeys/{id} tells how it stands.',
  },
  JOURNEY_COUNT: {
    status: 409,
    says: 'It would concern {count} customers, and {typed} was typed.',
    now: 'Look at who they are, then send the present number as confirm.',
  },
  TEMPLATE_UNKNOWN: {
    status: 404,
    says: 'There is no template {template}.',
    now: 'Ask for GET /api/templates, or run npx revloop templates, and use the id of one of them.',
  },
  CRM_REVOKED: {
    status: 409,
    says: 'The CRM no longer lets Revloop in: {problem}.',
    now: 'An admin of the CRM account has to connect it again.',
  },
  CRM_RENEWAL_LOST: {
    status: 409,
    says: 'The answer to a renewal of the permission was lost, and the CRM gives each answer only once.',
    now: 'An admin of the CRM account has to connect it again; until then it works as long as the present permission lasts.',
  },
  CRM_BUDGET: {
    status: 429,
    says: 'The CRM account has used {used} of its {limit} API requests of the day, so {what} waits.',
    now: 'Nothing: the work goes on by itself when requests come free. If it happens often, look which integrations use them up, or buy more.',
  },
  CRM_MISCONFIGURED: {
    status: 500,
    says: 'The CRM refuses this installation of Revloop itself: {problem}.',
    now: 'The operator has to check client id, client secret and redirect address; no account is lost meanwhile.',
  },
  CRM_SCOPE: {
    status: 403,
    says: 'The CRM account does not allow {scope}.',
    now: 'Connect the account again and grant it, or go on without what needs it.',
  },
  CRM_LIMIT: {
    status: 429,
    says: 'The CRM account takes no more requests for {waitMs} ms.',
    now: 'Nothing: the work goes on by itself after that time.',
  },
  CRM_BUSY: {
    status: 503,
    says: 'The CRM does not answer properly now: {problem}.',
    now: 'Nothing: the work is tried again after {waitMs} ms.',
  },
  FEED_NOT_OFFERED: {
    status: 409,
    says: 'Changes of the CRM do not come at once, because the account has no feed of them: {problem}.',
    now: 'Nothing is lost: changes are read every few minutes. Salesforce has change data capture in its Enterprise, Performance, Unlimited and Developer editions; our package selects the objects.',
  },
  FEED_FORBIDDEN: {
    status: 403,
    says: 'Changes of the CRM do not come at once, because the connected user may not follow them: {problem}.',
    now: 'Nothing is lost: changes are read every few minutes. Assign the permission sets Revloop Integration and Revloop Org Access to the connected user; it is tried again by itself.',
  },
  FEED_PARTIAL: {
    status: 403,
    says: 'Changes of these objects do not come at once, because the connected user may not see all of their records: {problem}.',
    now: 'Nothing is lost: what the user may see is read every few minutes. Give View All Records on them, as the permission set Revloop Integration does.',
  },
  FEED_LIMIT: {
    status: 429,
    says: 'Changes of the CRM do not come at once, because the account has used up its events of the day: {problem}.',
    now: 'Nothing is lost: changes are read every few minutes, and following goes on by itself. Other programs share the allocation; Salesforce sells more of it.',
  },
  FEED_PLACE_LOST: {
    status: 409,
    says: 'The CRM no longer knows the place up to which its changes were followed: {problem}.',
    now: 'Nothing: everything is compared with the CRM, and following begins again.',
  },
  FEED_BROKEN: {
    status: 503,
    says: 'The connection by which the CRM tells its changes breaks again and again: {problem}.',
    now: 'Nothing is lost: changes are read every few minutes. If it stays, check that this server may reach the address of SALESFORCE_PUBSUB_URL.',
  },
  CRM_REFUSED: {
    status: 422,
    says: 'The CRM refused a request ({status} {category}): {problem}.',
    now: 'Correct what the CRM names; trying the same again does not help.',
  },
} as const satisfies Record<string, Entry>;

export type ErrorCode = keyof typeof catalogue;
/** What fills a sentence: as it is in every language, or in the words of each. */
type ErrorParam = string | number | { readonly en: string; readonly 'zh-CN': string };
export type ErrorParams = Readonly<Record<string, ErrorParam>>;

/** An error of ours: a code of the catalogue with its params. `status` is the HTTP status it maps to. */
export class RevloopError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly now: string;
  readonly params: ErrorParams;
  constructor(code: ErrorCode, params: ErrorParams, options?: ErrorOptions) {
    super(fill(catalogue[code].says, params), options);
    this.name = 'RevloopError';
    this.code = code;
    this.status = catalogue[code].status;
    this.now = fill(catalogue[code].now, params);
    this.params = params;
  }
}

/** Throws the error `code` of the catalogue. `cause` is kept for the log. */
export function fail(code: ErrorCode, params: ErrorParams = {}, options?: ErrorOptions): never {
  throw new RevloopError(code, params, options);
}

export function isRevloopError(error: unknown): error is RevloopError {
  return error instanceof RevloopError;
}

function fill(sentence: string, params: ErrorParams): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const param = params[name] ?? whole;
    return typeof param === 'object' ? param.en : String(param);
  });
}
