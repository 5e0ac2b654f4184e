// The shapes of HubSpot's *-hsmeta.json files, platform 2026.09, as far as we use them: HubSpot's own need its network.

const name = { type: 'string', minLength: 1 } as const;
const url = { type: 'string', pattern: '^(https://[^/\\s]+|\\$\\{[A-Z_]+\\})(/\\S*)?$' } as const;
const origin = { type: 'string', pattern: '^(https://[^/\\s:]+|\\$\\{[A-Z_]+\\})$' } as const;
const flag = { type: 'boolean' } as const;
const strings = { type: 'array', items: name, uniqueItems: true } as const;

const closed = (properties: object, required: readonly string[]) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

const component = (type: string, config: object) =>
  closed({ uid: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,64}$' }, type: { const: type }, config }, [
    'uid',
    'type',
    'config',
  ]);

// What happens to a record can be told of every object; a merge only of those that HubSpot can merge.
const crmEvent = {
  oneOf: [
    closed(
      {
        subscriptionType: {
          enum: [
            'object.creation',
            'object.deletion',
            'object.merge',
            'object.restore',
            'object.associationChange',
          ],
        },
        objectType: { enum: ['contact', 'company', 'deal', 'ticket', 'call', 'meeting', 'email', 'note'] },
        active: flag,
      },
      ['subscriptionType', 'objectType', 'active'],
    ),
    closed(
      {
        subscriptionType: { const: 'object.propertyChange' },
        objectType: { enum: ['contact', 'company', 'deal', 'ticket', 'call', 'meeting', 'email', 'note'] },
        propertyName: {
          type: 'string',
          pattern: '^(?!revloop_)[a-z][a-z0-9_]*$',
          // HubSpot does not tell of these (facts of November 2026).
          not: {
            enum: [
              'num_unique_conversion_events',
              'hs_lastmodifieddate',
              'hs_email_html',
              'hs_email_subject',
            ],
          },
        },
        active: flag,
      },
      ['subscriptionType', 'objectType', 'propertyName', 'active'],
    ),
  ],
};

const hubEvent = closed(
  {
    subscriptionType: {
      enum: [
        'contact.privacyDeletion',
        'conversation.creation',
        'conversation.deletion',
        'conversation.privacyDeletion',
        'conversation.propertyChange',
        'conversation.newMessage',
      ],
    },
    active: flag,
  },
  ['subscriptionType', 'active'],
);

/** One JSON schema (2020-12) per `type` of hsmeta file. */
export const hsmetaSchemas = {
  app: component(
    'app',
    closed(
      {
        name,
        description: name,
        distribution: { const: 'marketplace' },
        auth: closed(
          {
            type: { const: 'oauth' },
            redirectUrls: { type: 'array', items: url, minItems: 1 },
            requiredScopes: { ...strings, contains: { const: 'oauth' } },
            optionalScopes: strings,
            conditionallyRequiredScopes: strings,
          },
          ['type', 'redirectUrls', 'requiredScopes', 'optionalScopes', 'conditionallyRequiredScopes'],
        ),
        permittedUrls: closed(
          {
            fetch: { type: 'array', items: origin },
            iframe: { type: 'array', items: origin },
            img: { type: 'array', items: origin },
          },
          ['fetch', 'iframe', 'img'],
        ),
        support: closed(
          {
            supportEmail: { type: 'string', format: 'email' },
            documentationUrl: url,
            supportUrl: url,
            supportPhone: { type: 'string', pattern: '^\\+[0-9]{6,15}$' },
          },
          ['supportEmail', 'documentationUrl', 'supportUrl'],
        ),
        isUserLevel: flag,
      },
      ['name', 'description', 'distribution', 'auth', 'permittedUrls', 'support'],
    ),
  ),
  card: component(
    'card',
    closed(
      {
        name: { type: 'string', minLength: 1, maxLength: 50 },
        description: name,
        location: { enum: ['crm.record.tab', 'crm.record.sidebar', 'crm.preview', 'helpdesk.sidebar'] },
        entrypoint: { type: 'string', pattern: '^/app/cards/[A-Za-z]+\\.tsx$' },
        objectTypes: {
          type: 'array',
          items: { enum: ['contacts', 'companies', 'deals', 'tickets'] },
          minItems: 1,
        },
      },
      ['name', 'location', 'entrypoint', 'objectTypes'],
    ),
  ),
  settings: component(
    'settings',
    closed({ entrypoint: { type: 'string', pattern: '^/app/settings/[A-Za-z]+\\.tsx$' } }, ['entrypoint']),
  ),
  webhooks: component(
    'webhooks',
    closed(
      {
        settings: closed({ targetUrl: url, maxConcurrentRequests: { type: 'integer', minimum: 6 } }, [
          'targetUrl',
          'maxConcurrentRequests',
        ]),
        subscriptions: closed(
          {
            crmObjects: { type: 'array', items: crmEvent, maxItems: 1000 },
            hubEvents: { type: 'array', items: hubEvent },
          },
          ['crmObjects'],
        ),
      },
      ['settings', 'subscriptions'],
    ),
  ),
} as const;
