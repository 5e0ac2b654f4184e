// The properties every HubSpot portal has on companies.
import {
  activityRows,
  leadStatuses,
  lifecycleDateRows,
  lifecycleStages,
  trafficSources,
} from './contact-properties.ts';
import type { Property } from './property.ts';
import { commonRows, propertyRows } from './property-rows.ts';

const industries = [
  ...['ACCOUNTING', 'AIRLINES_AVIATION', 'APPAREL_FASHION', 'AUTOMOTIVE', 'BANKING', 'BIOTECHNOLOGY'],
  ...[
    'BUILDING_MATERIALS',
    'CHEMICALS',
    'COMPUTER_HARDWARE',
    'COMPUTER_NETWORK_SECURITY',
    'COMPUTER_SOFTWARE',
  ],
  ...['CONSTRUCTION', 'CONSUMER_ELECTRONICS', 'CONSUMER_GOODS', 'CONSUMER_SERVICES', 'DESIGN', 'E_LEARNING'],
  ...['EDUCATION_MANAGEMENT', 'ELECTRICAL_ELECTRONIC_MANUFACTURING', 'ENTERTAINMENT', 'FINANCIAL_SERVICES'],
  ...['FOOD_BEVERAGES', 'FOOD_PRODUCTION', 'HEALTH_WELLNESS_AND_FITNESS', 'HIGHER_EDUCATION', 'HOSPITALITY'],
  ...[
    'HOSPITAL_HEALTH_CARE',
    'HUMAN_RESOURCES',
    'INFORMATION_SERVICES',
    'INFORMATION_TECHNOLOGY_AND_SERVICES',
  ],
  ...[
    'INSURANCE',
    'INTERNET',
    'INVESTMENT_MANAGEMENT',
    'LAW_PRACTICE',
    'LEGAL_SERVICES',
    'LEISURE_TRAVEL_TOURISM',
  ],
  ...['LOGISTICS_AND_SUPPLY_CHAIN', 'MACHINERY', 'MANAGEMENT_CONSULTING', 'MARKETING_AND_ADVERTISING'],
  ...[
    'MECHANICAL_OR_INDUSTRIAL_ENGINEERING',
    'MEDICAL_DEVICES',
    'MEDIA_PRODUCTION',
    'NON_PROFIT_ORGANIZATION_MANAGEMENT',
  ],
  ...['OIL_ENERGY', 'ONLINE_MEDIA', 'PHARMACEUTICALS', 'PROFESSIONAL_TRAINING_COACHING', 'REAL_ESTATE'],
  ...['RENEWABLES_ENVIRONMENT', 'RESEARCH', 'RESTAURANTS', 'RETAIL', 'STAFFING_AND_RECRUITING'],
  ...['TELECOMMUNICATIONS', 'TRANSPORTATION_TRUCKING_RAILROAD', 'UTILITIES', 'WHOLESALE'],
];

export const companyProperties: readonly Property[] = propertyRows(
  'companyinformation',
  `${commonRows}${lifecycleDateRows}${activityRows}
createdate | Create date | datetime | ro
hs_lastmodifieddate | Last modified date | datetime | ro
name | Company name | text
domain | Company domain name | text
hs_additional_domains | Additional domains | checkbox | ext
website | Website URL | text
description | Description | textarea
about_us | About us | textarea
phone | Phone number | phone
industry | Industry | select
type | Type | select
numberofemployees | Number of employees | number
annualrevenue | Annual revenue | number
founded_year | Year founded | text
address | Street address | text
address2 | Street address 2 | text
city | City | text
state | State/Region | text
zip | Postal code | text
country | Country/Region | text
timezone | Time zone | text
web_technologies | Web technologies | checkbox | ext
linkedin_company_page | LinkedIn company page | text
lifecyclestage | Lifecycle stage | radio
hs_lead_status | Lead status | radio
hs_ideal_customer_profile | Ideal customer profile tier | select
hs_is_target_account | Target account | bool
hs_parent_company_id | Parent company | number | ro
hs_num_child_companies | Number of child companies | number | ro
hs_num_open_deals | Number of open deals | number | ro
num_associated_contacts | Number of associated contacts | number | ro
recent_deal_amount | Recent deal amount | number | ro
recent_deal_close_date | Recent deal close date | datetime | ro
total_revenue | Total revenue | number | ro
total_money_raised | Total money raised | text
closedate | Close date | datetime
first_deal_created_date | First deal created date | datetime | ro
first_contact_createdate | First contact create date | datetime | ro
hs_analytics_source | Original traffic source | select
hs_analytics_num_page_views | Number of page views | number | ro
hs_analytics_num_visits | Number of sessions | number | ro
hs_analytics_last_timestamp | Time last seen | datetime | ro
hs_csm_sentiment | CSM sentiment | select
`,
  {
    lifecyclestage: lifecycleStages,
    hs_lead_status: leadStatuses,
    hs_analytics_source: trafficSources,
    industry: industries,
    type: ['PROSPECT=Prospect', 'PARTNER=Partner', 'RESELLER=Reseller', 'VENDOR=Vendor', 'OTHER=Other'],
    hs_ideal_customer_profile: ['tier_1=Tier 1', 'tier_2=Tier 2', 'tier_3=Tier 3'],
    hs_csm_sentiment: ['healthy=Healthy', 'neutral=Neutral', 'at_risk=At risk'],
  },
);
