// The fields that the card reads from each object, and those of the answer it writes, safe in any namespace.
import accountProbability from '@salesforce/schema/Account.Revloop_Churn_Probability__c';
import accountConfidence from '@salesforce/schema/Account.Revloop_Confidence__c';
import accountDataAsOf from '@salesforce/schema/Account.Revloop_Data_As_Of__c';
import accountExplanation from '@salesforce/schema/Account.Revloop_Explanation__c';
import accountBand from '@salesforce/schema/Account.Revloop_Health_Band__c';
import accountScore from '@salesforce/schema/Account.Revloop_Health_Score__c';
import accountNextAction from '@salesforce/schema/Account.Revloop_Next_Action__c';
import accountScoredAt from '@salesforce/schema/Account.Revloop_Scored_At__c';
import accountReasons from '@salesforce/schema/Account.Revloop_Top_Reasons__c';
import contactConfidence from '@salesforce/schema/Contact.Revloop_Confidence__c';
import contactProbability from '@salesforce/schema/Contact.Revloop_Convert_Probability__c';
import contactDataAsOf from '@salesforce/schema/Contact.Revloop_Data_As_Of__c';
import contactExplanation from '@salesforce/schema/Contact.Revloop_Explanation__c';
import contactBand from '@salesforce/schema/Contact.Revloop_Lead_Grade__c';
import contactScore from '@salesforce/schema/Contact.Revloop_Lead_Score__c';
import contactNextAction from '@salesforce/schema/Contact.Revloop_Next_Action__c';
import contactScoredAt from '@salesforce/schema/Contact.Revloop_Scored_At__c';
import contactReasons from '@salesforce/schema/Contact.Revloop_Top_Reasons__c';
import leadConfidence from '@salesforce/schema/Lead.Revloop_Confidence__c';
import leadProbability from '@salesforce/schema/Lead.Revloop_Convert_Probability__c';
import leadDataAsOf from '@salesforce/schema/Lead.Revloop_Data_As_Of__c';
import leadExplanation from '@salesforce/schema/Lead.Revloop_Explanation__c';
import leadBand from '@salesforce/schema/Lead.Revloop_Lead_Grade__c';
import leadScore from '@salesforce/schema/Lead.Revloop_Lead_Score__c';
import leadNextAction from '@salesforce/schema/Lead.Revloop_Next_Action__c';
import leadScoredAt from '@salesforce/schema/Lead.Revloop_Scored_At__c';
import leadReasons from '@salesforce/schema/Lead.Revloop_Top_Reasons__c';
import opportunityConfidence from '@salesforce/schema/Opportunity.Revloop_Confidence__c';
import opportunityDataAsOf from '@salesforce/schema/Opportunity.Revloop_Data_As_Of__c';
import opportunityExplanation from '@salesforce/schema/Opportunity.Revloop_Explanation__c';
import opportunityNextAction from '@salesforce/schema/Opportunity.Revloop_Next_Action__c';
import opportunityScoredAt from '@salesforce/schema/Opportunity.Revloop_Scored_At__c';
import opportunityReasons from '@salesforce/schema/Opportunity.Revloop_Top_Reasons__c';
import opportunityProbability from '@salesforce/schema/Opportunity.Revloop_Win_Probability__c';
import feedback from '@salesforce/schema/Revloop_Feedback__c';
import feedbackAccount from '@salesforce/schema/Revloop_Feedback__c.Account__c';
import feedbackAdvice from '@salesforce/schema/Revloop_Feedback__c.Advice__c';
import feedbackAnswer from '@salesforce/schema/Revloop_Feedback__c.Answer__c';
import feedbackBand from '@salesforce/schema/Revloop_Feedback__c.Band__c';
import feedbackClientKey from '@salesforce/schema/Revloop_Feedback__c.Client_Key__c';
import feedbackContact from '@salesforce/schema/Revloop_Feedback__c.Contact__c';
import feedbackDays from '@salesforce/schema/Revloop_Feedback__c.Days__c';
import feedbackLead from '@salesforce/schema/Revloop_Feedback__c.Lead__c';
import feedbackNote from '@salesforce/schema/Revloop_Feedback__c.Note__c';
import feedbackOpportunity from '@salesforce/schema/Revloop_Feedback__c.Opportunity__c';
import feedbackReplaces from '@salesforce/schema/Revloop_Feedback__c.Replaces__c';
import feedbackSnoozeDays from '@salesforce/schema/Revloop_Feedback__c.Snooze_Days__c';

const byObject = {
  Lead: {
    score: leadScore,
    band: leadBand,
    probability: leadProbability,
    confidence: leadConfidence,
    dataAsOf: leadDataAsOf,
    scoredAt: leadScoredAt,
    reasons: leadReasons,
    nextAction: leadNextAction,
    explanation: leadExplanation,
  },
  Contact: {
    score: contactScore,
    band: contactBand,
    probability: contactProbability,
    confidence: contactConfidence,
    dataAsOf: contactDataAsOf,
    scoredAt: contactScoredAt,
    reasons: contactReasons,
    nextAction: contactNextAction,
    explanation: contactExplanation,
  },
  Account: {
    score: accountScore,
    band: accountBand,
    probability: accountProbability,
    confidence: accountConfidence,
    dataAsOf: accountDataAsOf,
    scoredAt: accountScoredAt,
    reasons: accountReasons,
    nextAction: accountNextAction,
    explanation: accountExplanation,
  },
  Opportunity: {
    probability: opportunityProbability,
    confidence: opportunityConfidence,
    dataAsOf: opportunityDataAsOf,
    scoredAt: opportunityScoredAt,
    reasons: opportunityReasons,
    nextAction: opportunityNextAction,
    explanation: opportunityExplanation,
  },
};

/** Our fields of an object by what they mean; nothing for an object that has no card. */
export function fieldsOf(objectApiName) {
  return byObject[objectApiName] ?? {};
}

/** The object of answers, and its fields. */
export const answers = {
  object: feedback,
  advice: feedbackAdvice,
  answer: feedbackAnswer,
  snoozeDays: feedbackSnoozeDays,
  note: feedbackNote,
  clientKey: feedbackClientKey,
  band: feedbackBand,
  days: feedbackDays,
  replaces: feedbackReplaces,
  Lead: feedbackLead,
  Contact: feedbackContact,
  Account: feedbackAccount,
  Opportunity: feedbackOpportunity,
};
