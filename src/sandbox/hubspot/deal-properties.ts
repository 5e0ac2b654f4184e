// The properties every HubSpot portal has on deals and tickets.
import { activityRows, trafficSources } from './contact-properties.ts';
import type { Property } from './property.ts';
import { commonRows, propertyRows } from './property-rows.ts';

export const dealProperties: readonly Property[] = propertyRows(
  'dealinformation',
  `${commonRows}${activityRows}
createdate | Create date | datetime | ro
hs_lastmodifieddate | Last modified date | datetime | ro
dealname | Deal name | text
amount | Amount | number
amount_in_home_currency | Amount in company currency | number | ro
deal_currency_code | Currency | select | ext
dealstage | Deal stage | radio | ext
pipeline | Pipeline | select | ext
closedate | Close date | datetime
dealtype | Deal type | radio
description | Deal description | textarea
hs_priority | Priority | select
hs_is_closed | Is deal closed? | bool | calc
hs_is_closed_won | Is closed won | bool | calc
hs_is_closed_lost | Is closed lost | bool | calc
hs_deal_stage_probability | Deal probability | number | calc
hs_closed_amount | Closed deal amount | number | calc
hs_projected_amount | Weighted amount | number | calc
days_to_close | Days to close | number | calc
hs_date_entered_current_stage | Date entered current stage | datetime | ro
hs_forecast_amount | Forecast amount | number
hs_forecast_probability | Forecast probability | number
hs_manual_forecast_category | Forecast category | select
hs_next_step | Next step | text
hs_mrr | Monthly recurring revenue | number
hs_arr | Annual recurring revenue | number
hs_acv | Annual contract value | number
hs_tcv | Total contract value | number
closed_lost_reason | Closed lost reason | textarea
closed_won_reason | Closed won reason | textarea
hs_analytics_source | Original traffic source | select
num_associated_contacts | Number of associated contacts | number | ro
hs_num_of_associated_line_items | Number of associated line items | number | ro
`,
  {
    dealtype: ['newbusiness=New Business', 'existingbusiness=Existing Business'],
    hs_priority: ['low=Low', 'medium=Medium', 'high=High'],
    hs_manual_forecast_category: [
      ...[
        'OMIT=Not forecasted',
        'PIPELINE=Pipeline',
        'BEST_CASE=Best case',
        'COMMIT=Commit',
        'CLOSED=Closed won',
      ],
    ],
    hs_analytics_source: trafficSources,
  },
);

export const ticketProperties: readonly Property[] = propertyRows(
  'ticketinformation',
  `${commonRows}
createdate | Create date | datetime | ro
hs_lastmodifieddate | Last modified date | datetime | ro
subject | Ticket name | text
content | Ticket description | textarea
hs_pipeline | Pipeline | select | ext
hs_pipeline_stage | Ticket status | radio | ext
hs_ticket_priority | Priority | select
hs_ticket_category | Category | checkbox
source_type | Source | select
hs_resolution | Resolution | select
hs_is_closed | Is closed | bool | calc
closed_date | Close date | datetime
hs_last_message_received_at | Last message received date | datetime | ro
hs_last_message_sent_at | Last message sent date | datetime | ro
first_agent_reply_date | First agent email response date | datetime
time_to_first_agent_reply | Time to first response | number
time_to_close | Time to close | number
last_reply_date | Last customer reply date | datetime
hs_time_to_first_response_sla_status | Time to first response SLA status | select
hs_feedback_last_ces_rating | Last CES survey rating | number
`,
  {
    hs_ticket_priority: ['LOW=Low', 'MEDIUM=Medium', 'HIGH=High', 'URGENT=Urgent'],
    hs_ticket_category: [
      ...['PRODUCT_ISSUE=Product issue', 'BILLING_ISSUE=Billing issue'],
      ...['FEATURE_REQUEST=Feature request', 'GENERAL_INQUIRY=General inquiry'],
    ],
    source_type: ['CHAT=Chat', 'EMAIL=Email', 'FORM=Form', 'PHONE=Phone'],
    hs_resolution: [
      ...['ISSUE_FIXED=Issue fixed', 'NOT_AN_ISSUE=Not an issue', 'DUPLICATE=Duplicate', 'OTHER=Other'],
    ],
    hs_time_to_first_response_sla_status: [
      ...['Active', 'Due soon', 'Overdue', 'Completed on time', 'Completed late'],
    ],
  },
);
