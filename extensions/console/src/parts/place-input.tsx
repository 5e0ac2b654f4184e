// To whom a step of a journey speaks in Slack.
import { Select, TextInput } from '@mantine/core';
import { useWords } from '../texts.tsx';

export function PlaceInput({
  to,
  change,
}: {
  to: 'manager' | 'owner' | 'channel' | { channel: string };
  change: (to: 'manager' | 'owner' | 'channel' | { channel: string }) => void;
}) {
  const { t } = useWords();
  const places = ['manager', 'owner', 'channel', 'other'] as const;
  const chosen = typeof to === 'string' ? to : 'other';
  return (
    <>
      <Select
        label={t('console.step.to')}
        data={places.map((value) => ({ value, label: t(`console.place.${value}`) }))}
        value={chosen}
        onChange={(next) => {
          const place = places.find((one) => one === next) ?? 'manager';
          change(place === 'other' ? { channel: 'C' } : place);
        }}
        allowDeselect={false}
      />
      {typeof to !== 'string' && (
        <TextInput
          label={t('console.step.channel')}
          value={to.channel}
          onChange={(event) => change({ channel: event.currentTarget.value })}
        />
      )}
    </>
  );
}
