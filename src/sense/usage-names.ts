// What the events of a tenant's product mean, and under which names its CRM keeps seats, invoices, renewals, and who left.
import { z } from 'zod';

const names = z.array(z.string().trim().min(1).max(200)).max(100);

/** `*` in the name of an event stands for anything; capitals do not matter. */
export const usageSettings = z.strictObject({
  /** Events that say that somebody came in. */
  logins: names.default([
    '*log in*',
    '*log_in*',
    '*logged in*',
    '*logged_in*',
    '*login*',
    '*signed in*',
    '*sign in*',
    '*登录*',
  ]),
  /** Events that are no use of a feature: coming in, and looking at pages. Every other event is a feature. */
  noFeatures: names.default(['page:*', 'screen:*', '*session*', '*log out*', '*logged out*', '*logout*']),
  /** Properties of a company, first one that has a value counts. */
  seats: names.default([
    'seats',
    'seats_paid',
    'number_of_seats',
    'licenses',
    'Seats__c',
    'NumberofSeats__c',
  ]),
  renewal: names.default([
    'renewal_date',
    'contract_end_date',
    'Renewal_Date__c',
    'Contract_End_Date__c',
    'subscription_end_date',
  ]),
  /** Of a company that left: the day, or a state that says so such as Churned or Cancelled, in whatever case and language. */
  left: names.default([
    ...['churn_date', 'churned_date', 'churned_at', 'churned_on', 'customer_end_date'],
    ...['cancellation_date', 'cancelled_at', 'canceled_at', 'cancelled_on', 'subscription_cancelled_at'],
    ...['churn_status', 'customer_status', 'subscription_status', 'account_status'],
    ...['Churn_Date__c', 'Churned_Date__c', 'Cancellation_Date__c', 'Customer_End_Date__c'],
    ...['Churn_Status__c', 'Customer_Status__c', 'Subscription_Status__c', 'Account_Status__c'],
  ]),
  lateInvoices: names.default([
    'invoices_late',
    'overdue_invoices',
    'Invoices_Late__c',
    'Overdue_Invoices__c',
  ]),
});
export type UsageNames = z.infer<typeof usageSettings>;
