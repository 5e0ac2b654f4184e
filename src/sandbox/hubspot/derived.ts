// The properties HubSpot works out itself when others change: closed, won, probability, stage and owner dates.
import type { ObjectType } from './object-type.ts';
import type { PortalContext } from './portal-context.ts';
import type { Properties } from './record.ts';

type Derive = (context: Derivation) => Record<string, string>;
type Derivation = {
  readonly portal: Pick<PortalContext, 'pipelines'>;
  readonly type: ObjectType;
  readonly before: Properties;
  readonly after: Properties;
  readonly at: Date;
  readonly created: number;
};

const DAY = 86_400_000;

/** What follows from the change of `before` into `after`; only values that HubSpot would set. */
export function derive(context: Derivation): Record<string, string> {
  const own = byType[context.type.name]?.(context) ?? {};
  const { before, after, at } = context;
  const owner = after['hubspot_owner_id'] ?? '';
  if (owner !== (before['hubspot_owner_id'] ?? '')) {
    return { ...own, hubspot_owner_assigneddate: owner === '' ? '' : at.toISOString() };
  }
  return own;
}

const byType: Readonly<Record<string, Derive>> = {
  contacts: (context) => ({ ...lifecycleDate(context), ...emailDomain(context) }),
  companies: lifecycleDate,
  deals: dealValues,
  tickets: ticketValues,
  tasks: taskValues,
};

function lifecycleDate({ before, after, at }: Derivation): Record<string, string> {
  const stage = after['lifecyclestage'] ?? '';
  if (stage === '' || stage === before['lifecyclestage']) return {};
  const name = `hs_lifecyclestage_${stage}_date`;
  return after[name] ? {} : { [name]: at.toISOString() };
}

function emailDomain({ before, after }: Derivation): Record<string, string> {
  const email = after['email'] ?? '';
  return email === (before['email'] ?? '') ? {} : { hs_email_domain: email.split('@')[1] ?? '' };
}

function dealValues(context: Derivation): Record<string, string> {
  const { portal, before, after, at, created } = context;
  const pipeline = portal.pipelines.list('deals').find((one) => one.id === after['pipeline']);
  const stage = pipeline?.stages.find((one) => one.id === after['dealstage']);
  const probability = stage?.metadata['probability'] ?? '';
  const closed = stage?.metadata['isClosed'] === 'true';
  const won = closed && Number(probability) === 1;
  const amount = after['amount'] ?? '';
  const moved = after['dealstage'] !== before['dealstage'];
  const newlyClosed = closed && moved && (after['closedate'] ?? '') === (before['closedate'] ?? '');
  const closedate = newlyClosed ? at.toISOString() : (after['closedate'] ?? '');
  return {
    hs_is_closed: String(closed),
    hs_is_closed_won: String(won),
    hs_is_closed_lost: String(closed && !won),
    hs_deal_stage_probability: probability,
    amount_in_home_currency: amount,
    hs_closed_amount: won ? amount : '0',
    hs_projected_amount: amount === '' ? '' : String(Number(amount) * Number(probability || 0)),
    ...(newlyClosed ? { closedate } : {}),
    days_to_close:
      closed && closedate ? String(Math.max(0, Math.floor((Date.parse(closedate) - created) / DAY))) : '',
    ...(moved ? { hs_date_entered_current_stage: at.toISOString() } : {}),
  };
}

function ticketValues({ portal, before, after, at, created }: Derivation): Record<string, string> {
  const pipeline = portal.pipelines.list('tickets').find((one) => one.id === after['hs_pipeline']);
  const stage = pipeline?.stages.find((one) => one.id === after['hs_pipeline_stage']);
  const closed = stage?.metadata['ticketState'] === 'CLOSED';
  const moved = after['hs_pipeline_stage'] !== before['hs_pipeline_stage'];
  if (!moved) return { hs_is_closed: String(closed) };
  return {
    hs_is_closed: String(closed),
    closed_date: closed ? at.toISOString() : '',
    time_to_close: closed ? String(at.getTime() - created) : '',
  };
}

function taskValues({ before, after, at }: Derivation): Record<string, string> {
  const done = after['hs_task_status'] === 'COMPLETED';
  const was = before['hs_task_status'] === 'COMPLETED';
  return {
    hs_task_is_completed: done ? '1' : '0',
    ...(done === was ? {} : { hs_task_completion_date: done ? at.toISOString() : '' }),
  };
}

/** What HubSpot fills in on a new record where the caller left it out. */
export function defaultsFor(type: ObjectType, given: Properties): Record<string, string> {
  switch (type.name) {
    case 'deals':
      return given['pipeline'] ? {} : { pipeline: 'default' };
    case 'tickets':
      return given['hs_pipeline'] ? {} : { hs_pipeline: '0' };
    case 'tasks':
      return given['hs_task_status'] ? {} : { hs_task_status: 'NOT_STARTED' };
    default:
      return {};
  }
}
