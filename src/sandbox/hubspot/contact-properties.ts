// The properties every HubSpot portal has on contacts.
import type { Property } from './property.ts';
import { commonRows, propertyRows } from './property-rows.ts';

export const lifecycleStages = [
  'subscriber=Subscriber',
  'lead=Lead',
  'marketingqualifiedlead=Marketing Qualified Lead',
  'salesqualifiedlead=Sales Qualified Lead',
  'opportunity=Opportunity',
  'customer=Customer',
  'evangelist=Evangelist',
  'other=Other',
] as const;

export const leadStatuses = [
  'NEW=New',
  'OPEN=Open',
  'IN_PROGRESS=In Progress',
  'OPEN_DEAL=Open Deal',
  'UNQUALIFIED=Unqualified',
  'ATTEMPTED_TO_CONTACT=Attempted to Contact',
  'CONNECTED=Connected',
  'BAD_TIMING=Bad Timing',
] as const;

export const trafficSources = [
  'ORGANIC_SEARCH=Organic Search',
  'PAID_SEARCH=Paid Search',
  'EMAIL_MARKETING=Email Marketing',
  'SOCIAL_MEDIA=Organic Social',
  'REFERRALS=Referrals',
  'OTHER_CAMPAIGNS=Other Campaigns',
  'DIRECT_TRAFFIC=Direct Traffic',
  'OFFLINE=Offline Sources',
  'PAID_SOCIAL=Paid Social',
  'AI_REFERRALS=AI Referrals',
] as const;

export const lifecycleDateRows = lifecycleStages
  .map((stage) => stage.split('='))
  .map(([value, label]) => `hs_lifecyclestage_${value}_date | Became a ${label} date | datetime | ro`)
  .join('\n');

/** Activity totals HubSpot keeps on contacts, companies and deals. */
export const activityRows = `
notes_last_contacted | Last contacted | datetime | ro
notes_last_updated | Last activity date | datetime | ro
notes_next_activity_date | Next activity date | datetime | ro
num_contacted_notes | Number of times contacted | number | ro
num_notes | Number of sales activities | number | ro
hs_last_sales_activity_timestamp | Last engagement date | datetime | ro
num_associated_deals | Number of associated deals | number | ro
`;

export const contactProperties: readonly Property[] = propertyRows(
  'contactinformation',
  `${commonRows}${lifecycleDateRows}${activityRows}
createdate | Create date | datetime | ro
lastmodifieddate | Last modified date | datetime | ro
email | Email | text | unique
hs_additional_emails | Additional email addresses | checkbox | ext
hs_email_domain | Email domain | text | ro
hs_calculated_merged_vids | Merged contact IDs | checkbox | ext ro
firstname | First name | text
lastname | Last name | text
salutation | Salutation | text
phone | Phone number | phone
mobilephone | Mobile phone number | phone
company | Company name | text
associatedcompanyid | Primary associated company ID | number
jobtitle | Job title | text
job_function | Job function | text
seniority | Seniority | text
industry | Industry | text
numemployees | Number of employees | select
annualrevenue | Annual revenue | text
address | Street address | text
city | City | text
state | State/Region | text
zip | Postal code | text
country | Country/Region | text
hs_country_region_code | Country/Region code | text
hs_language | Preferred language | text
hs_timezone | Time zone | text
website | Website URL | text
message | Message | textarea
lifecyclestage | Lifecycle stage | radio
hs_lead_status | Lead status | radio
hs_persona | Persona | select | ext
hs_buying_role | Buying role | checkbox
closedate | Close date | datetime
recent_deal_amount | Recent deal amount | number | ro
recent_deal_close_date | Recent deal close date | datetime | ro
total_revenue | Total revenue | number | ro
first_deal_created_date | First deal created date | datetime | ro
hs_analytics_source | Original traffic source | select
hs_analytics_source_data_1 | Original traffic source drill-down 1 | text
hs_analytics_source_data_2 | Original traffic source drill-down 2 | text
hs_latest_source | Latest traffic source | select
hs_latest_source_timestamp | Latest traffic source date | datetime | ro
hs_analytics_num_page_views | Number of page views | number | ro
hs_analytics_num_visits | Number of sessions | number | ro
hs_analytics_num_event_completions | Number of event completions | number | ro
hs_analytics_average_page_views | Average page views | number | ro
hs_analytics_first_timestamp | Time first seen | datetime | ro
hs_analytics_last_timestamp | Time last seen | datetime | ro
hs_analytics_first_url | First page seen | text | ro
hs_analytics_last_url | Last page seen | text | ro
num_conversion_events | Number of form submissions | number | ro
num_unique_conversion_events | Number of unique forms submitted | number | ro
recent_conversion_date | Recent conversion date | datetime | ro
recent_conversion_event_name | Recent conversion | text | ro
first_conversion_date | First conversion date | datetime | ro
first_conversion_event_name | First conversion | text | ro
hs_email_open | Marketing emails opened | number | ro
hs_email_click | Marketing emails clicked | number | ro
hs_email_delivered | Marketing emails delivered | number | ro
hs_email_bounce | Marketing emails bounced | number | ro
hs_email_replied | Marketing emails replied | number | ro
hs_email_last_open_date | Last marketing email open date | datetime | ro
hs_email_last_click_date | Last marketing email click date | datetime | ro
hs_email_last_reply_date | Last marketing email reply date | datetime | ro
hs_email_optout | Unsubscribed from all email | bool
hs_sales_email_last_opened | Recent sales email opened date | datetime | ro
hs_sales_email_last_clicked | Recent sales email clicked date | datetime | ro
hs_sales_email_last_replied | Recent sales email replied date | datetime | ro
hs_last_sales_activity_type | Last engagement type | text | ro
hs_marketable_status | Marketing contact status | bool | ro
hubspotscore | HubSpot score | number | ro
hs_predictivecontactscore_v2 | Likelihood to close | number | ro
hs_is_unworked | Contact unworked | bool | ro
`,
  {
    lifecyclestage: lifecycleStages,
    hs_lead_status: leadStatuses,
    hs_analytics_source: trafficSources,
    hs_latest_source: trafficSources,
    hs_buying_role: [
      ...[
        'BLOCKER=Blocker',
        'BUDGET_HOLDER=Budget holder',
        'CHAMPION=Champion',
        'DECISION_MAKER=Decision maker',
      ],
      ...['END_USER=End user', 'EXECUTIVE_SPONSOR=Executive sponsor', 'INFLUENCER=Influencer', 'OTHER=Other'],
    ],
    numemployees: ['1-5', '5-25', '25-50', '50-100', '100-500', '500-1000', '1000+'],
  },
);
