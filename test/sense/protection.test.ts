// Which properties count as personal or protected, by name, label and type, in the languages that CRMs are kept in.
import { describe, expect, it } from 'vitest';
import { protectionOf } from '#sense/protection.ts';
import type { PropertyDefinition } from '#sense/record.ts';

const of = (name: string, label = name, type: PropertyDefinition['type'] = 'string') =>
  protectionOf('contact', { name, label, type });

describe('a property is protected', () => {
  it.each([
    ...[
      'firstname',
      'lastname',
      'FirstName',
      'email',
      'phone',
      'mobilephone',
      'fax',
      'MobilePhone',
      'OtherPhone',
    ].map((name) => [name, 'identity']),
    ...['address', 'zip', 'MailingStreet', 'MailingPostalCode', 'BillingStreet'].map((name) => [
      name,
      'place',
    ]),
    ...['date_of_birth', 'Birthdate', 'age', 'age_group__c'].map((name) => [name, 'birth']),
    ...['gender', 'salutation', 'Salutation', 'GenderIdentity'].map((name) => [name, 'gender']),
    ...['marital_status', 'number_of_children'].map((name) => [name, 'family']),
    ...['nationality', 'Ethnicity__c'].map((name) => [name, 'origin']),
    ...['religion', 'political_party'].map((name) => [name, 'belief']),
    ...['disability', 'medical_history', 'health_conditions'].map((name) => [name, 'health']),
    ...['passport_number', 'social_security_number'].map((name) => [name, 'document']),
    ...['hs_avatar_filemanager_key', 'photo_url', 'PhotoUrl'].map((name) => [name, 'photo']),
  ])('%s, by its name, as %s', (name, protection) => {
    expect(of(name)).toBe(protection);
  });

  it.each([
    ['性别', 'gender'],
    ['联系人手机', 'identity'],
    ['出生日期', 'birth'],
    ['婚姻状况', 'family'],
    ['民族', 'origin'],
    ['宗教信仰', 'belief'],
    ['身份证号', 'document'],
    ['家庭地址', 'place'],
    ['Geschlecht', 'gender'],
    ['Geburtsdatum', 'birth'],
    ['Vorname', 'identity'],
    ['Straße', 'place'],
    ['Staatsangehörigkeit', 'origin'],
    ['Date de naissance', 'birth'],
    ['État civil', 'family'],
    ['Civilité', 'gender'],
    ['Nacionalidad', 'origin'],
    ['Fecha de nacimiento', 'birth'],
    ['Código postal', 'place'],
    ['性別', 'gender'],
    ['성별', 'gender'],
    ['生年月日', 'birth'],
  ])('%s, by its label, as %s', (label, protection) => {
    expect(of('custom_7', label)).toBe(protection);
  });

  it('whatever its type where it is of the person, so that a list of choices hides nothing', () => {
    expect(of('custom_7', 'Gender', 'enumeration')).toBe('gender');
    expect(of('custom_7', '婚否', 'bool')).toBe('family');
  });
});

describe('a property is not protected', () => {
  it.each([
    ...[
      'industry',
      'LeadSource',
      'jobtitle',
      'Title',
      'country',
      'city',
      'State',
      'hs_language',
      'annualrevenue',
    ],
    ...[
      'plan_name',
      'campaign_name',
      'first_conversion_event_name',
      'product_family',
      'customer_health_score',
    ],
    ...[
      'healthcare_segment',
      'average_order',
      'page_views',
      'lead_age_days',
      'account_age',
      'contract_age_months',
    ],
    ...[
      'email_domain_kind',
      'number_of_phone_calls',
      'emails_sent',
      'mobile_app_user',
      'phone_system_vendor',
    ],
    ...['medical_device_type', 'message_count', 'website_visits', 'storage', 'engagement', 'package'],
  ])('%s', (name) => {
    expect(of(name)).toBeNull();
  });

  it.each(['电话次数', '是否有邮箱', '行业', '客户来源', '健康度', '公司规模'])('%s', (label) => {
    expect(of('custom_7', label)).toBeNull();
  });

  it('where it is a choice about an address, not the address', () => {
    expect(of('HasOptedOutOfEmail', 'Email Opt Out', 'bool')).toBeNull();
    expect(of('email', 'Email', 'bool')).toBeNull();
  });

  it('where a thing has an age', () => {
    expect(protectionOf('company', { name: 'age', label: 'Age', type: 'number' })).toBeNull();
    expect(protectionOf('deal', { name: 'age', label: 'Age', type: 'number' })).toBeNull();
  });
});
