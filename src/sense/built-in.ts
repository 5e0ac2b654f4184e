// The properties of the vendors that say something about a subject, by platform.
import type { Platform } from './connection.ts';
import type { SubjectKind } from './signal.ts';

const words = (text: string) => text.trim().split(/\s+/);

/** Properties of the vendor that say something about a subject; a portal that lacks one is not asked for it. */
export const builtInProperties: Readonly<
  Record<Platform, Readonly<Partial<Record<SubjectKind, readonly string[]>>>>
> = {
  hubspot: {
    contact: words(`
      email firstname lastname phone mobilephone jobtitle company website city state zip country industry
      annualrevenue numemployees salutation seniority hs_seniority hs_role hs_buying_role job_function
      lifecyclestage hs_lead_status hubspot_owner_id hs_language hs_timezone hs_persona message associatedcompanyid
      createdate closedate salesforcecontactid salesforceleadid hs_additional_emails hs_email_optout hs_email_bounce hs_email_open hs_email_click
      hs_email_delivered hs_email_last_open_date hs_email_last_click_date hs_sales_email_last_replied
      hs_analytics_source hs_analytics_source_data_1 hs_analytics_source_data_2 hs_latest_source
      hs_analytics_num_page_views hs_analytics_num_visits hs_analytics_num_event_completions
      hs_analytics_average_page_views hs_analytics_first_timestamp hs_analytics_last_visit_timestamp
      num_conversion_events num_unique_conversion_events first_conversion_event_name recent_conversion_event_name
      first_conversion_date recent_conversion_date notes_last_contacted notes_last_updated num_notes
      num_contacted_notes num_associated_deals first_deal_created_date recent_deal_amount recent_deal_close_date
      hs_object_source hs_object_source_label`),
    company: words(`
      name domain website industry type numberofemployees annualrevenue country state city timezone founded_year
      is_public total_money_raised description lifecyclestage hs_lead_status hubspot_owner_id createdate closedate
      hs_parent_company_id salesforceaccountid hs_additional_domains num_associated_contacts num_associated_deals hs_num_open_deals
      hs_num_decision_makers recent_deal_amount recent_deal_close_date first_deal_created_date
      total_revenue notes_last_contacted notes_last_updated num_notes num_contacted_notes hs_analytics_source
      hs_analytics_num_page_views hs_analytics_num_visits hs_last_sales_activity_timestamp`),
    deal: words(`
      dealname dealstage pipeline amount amount_in_home_currency deal_currency_code closedate createdate
      hubspot_owner_id hs_is_closed hs_is_closed_won hs_is_closed_lost hs_deal_stage_probability
      closed_lost_reason closed_won_reason dealtype hs_forecast_category hs_priority hs_mrr hs_arr hs_acv hs_tcv
      hs_analytics_source num_associated_contacts num_notes num_contacted_notes notes_last_contacted
      notes_last_updated days_to_close hs_num_times_contacted hs_next_step`),
    ticket: words(`
      subject content hs_pipeline hs_pipeline_stage hs_ticket_priority hs_ticket_category hubspot_owner_id
      createdate closed_date source_type hs_resolution time_to_close time_to_first_agent_reply
      first_agent_reply_date last_reply_date hs_num_times_contacted`),
    lead: words(`
      hs_lead_name hs_lead_type hs_lead_label hs_pipeline hs_pipeline_stage hubspot_owner_id hs_createdate
      hs_lead_source hs_associated_contact_email hs_primary_contact_id`),
  },
  salesforce: {
    lead: words(`
      FirstName LastName Salutation Title Company Email Phone MobilePhone Website City State PostalCode Country
      StateCode CountryCode Industry AnnualRevenue NumberOfEmployees LeadSource Status Rating OwnerId Description
      HasOptedOutOfEmail DoNotCall EmailBouncedReason EmailBouncedDate LastActivityDate CreatedDate RecordTypeId
      CurrencyIsoCode IsConverted ConvertedDate ConvertedAccountId ConvertedContactId ConvertedOpportunityId`),
    contact: words(`
      FirstName LastName Salutation Title Department Email Phone MobilePhone MailingCity MailingState
      MailingPostalCode MailingCountry MailingStateCode MailingCountryCode LeadSource OwnerId Description AccountId
      ReportsToId HasOptedOutOfEmail DoNotCall EmailBouncedReason EmailBouncedDate LastActivityDate CreatedDate
      RecordTypeId CurrencyIsoCode IsPersonAccount`),
    company: words(`
      Name Website Phone Industry Type Rating Ownership AccountSource AnnualRevenue NumberOfEmployees BillingCity
      BillingState BillingPostalCode BillingCountry BillingStateCode BillingCountryCode YearStarted ParentId OwnerId
      Description LastActivityDate CreatedDate RecordTypeId CurrencyIsoCode IsPersonAccount PersonContactId
      PersonEmail PersonTitle PersonLeadSource`),
    deal: words(`
      Name StageName IsClosed IsWon Amount ExpectedRevenue Probability CloseDate Type LeadSource NextStep
      ForecastCategoryName TotalOpportunityQuantity HasOpenActivity HasOverdueTask LastStageChangeDate
      LastActivityDate OwnerId AccountId Description CreatedDate RecordTypeId CurrencyIsoCode`),
    ticket: words(`
      CaseNumber Subject Description Status Priority Origin Type Reason IsClosed ClosedDate IsEscalated OwnerId
      AccountId ContactId CreatedDate RecordTypeId`),
  },
  slack: {},
};
