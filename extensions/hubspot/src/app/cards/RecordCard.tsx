// The Revloop card of a contact, company or deal record, in a tab or in the sidebar: one entry for all six places.
import { hubspot } from '@hubspot/ui-extensions';
import { useEffect, useMemo } from 'react';
import { CardBody } from './CardBody.tsx';
import { type CardAddress, cardClient, type Fetcher } from './card-client.ts';
import { textsFor } from './texts.ts';
import { useCard } from './use-card.ts';

// The fields whose change means that the loop has turned: the card then reads itself again.
const ourFields = ['revloop_scored_at', 'revloop_next_action'];

export type RecordCardProps = {
  address: CardAddress;
  compact: boolean;
  fetcher: Fetcher;
  onFieldsChange: (fields: string[], tell: () => void) => void;
};

export function RecordCard({ address, compact, fetcher, onFieldsChange }: RecordCardProps) {
  const { baseUrl, objectTypeId, objectId, locale } = address;
  const client = useMemo(
    () => cardClient(fetcher, { baseUrl, objectTypeId, objectId, locale }),
    [fetcher, baseUrl, objectTypeId, objectId, locale],
  );
  const card = useCard(client);
  const { reload } = card;
  useEffect(() => {
    onFieldsChange(ourFields, reload);
  }, [onFieldsChange, reload]);
  return <CardBody card={card} compact={compact} texts={textsFor(locale)} />;
}

// One object for all renders: a new one would read the card again.
const throughHubspot: Fetcher = (url, options) => hubspot.fetch(url, options);

hubspot.extend<'crm.record.tab' | 'crm.record.sidebar'>(({ context, actions }) => (
  <RecordCard
    address={{
      baseUrl: String(context.variables?.['REVLOOP_URL'] ?? ''),
      objectTypeId: context.crm.objectTypeId,
      objectId: String(context.crm.objectId),
      locale: context.user.locale ?? context.user.language,
    }}
    compact={context.location === 'crm.record.sidebar'}
    fetcher={throughHubspot}
    onFieldsChange={actions.onCrmPropertiesUpdate}
  />
));
