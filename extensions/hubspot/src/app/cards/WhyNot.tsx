// Asks, after a no, for the reason in a few words: it is what Revloop learns most from.
import { Button, Form, Input } from '@hubspot/ui-extensions';
import { useState } from 'react';
import type { Texts } from './texts.ts';

export function WhyNot({ texts, send }: { texts: Texts; send: (reason: string) => void }) {
  const [reason, setReason] = useState('');
  const said = reason.trim();
  return (
    <Form
      preventDefault={true}
      onSubmit={() => {
        if (said !== '') send(said);
      }}
    >
      <Input
        name="reason"
        label={texts['why.label']}
        placeholder={texts['why.placeholder']}
        value={reason}
        onInput={(typed) => setReason(typed.slice(0, 500))}
      />
      <Button type="submit" size="xs" disabled={said === ''}>
        {texts['why.send']}
      </Button>
    </Form>
  );
}
