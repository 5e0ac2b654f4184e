// A condition and its sentence: put together from the catalogue, or written as an expression by whoever prefers that.
import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../api.ts';
import type { FieldsAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { fieldsOf } from './condition.ts';
import { ConditionGroup } from './condition-group.tsx';
import { Answered, Problem } from './states.tsx';
import type { Condition } from './use-condition.ts';

/** The catalogue of fields. */
export function useFields() {
  return useQuery({
    queryKey: ['fields'],
    queryFn: () => ask<FieldsAnswer>('/api/fields'),
    staleTime: 60_000,
  });
}

export function ConditionEditor({ condition }: { condition: Condition }) {
  const { t, locale } = useWords();
  const { cel, tree, kind, checked, sentence, faults } = condition;
  const fields = useFields();
  return (
    <Stack gap="sm">
      <Text className="says" aria-live="polite" data-sentence>
        {sentence === null ? t('console.rulePage.noSentence') : sentence[locale]}
      </Text>
      {checked.error !== null && <Problem error={checked.error} />}
      {cel === null ? (
        <Answered query={fields} rows={3}>
          {(answer) => (
            <ConditionGroup
              group={tree}
              at=""
              fields={fieldsOf(answer.fields, kind)}
              kind={kind}
              faults={faults}
              change={condition.setTree}
            />
          )}
        </Answered>
      ) : (
        <Expression condition={condition} text={cel} />
      )}
      <Group>
        {cel === null ? (
          <Button size="compact-sm" variant="subtle" disabled={sentence === null} onClick={condition.toCel}>
            {t('console.rulePage.toCel')}
          </Button>
        ) : (
          <Button size="compact-sm" variant="subtle" disabled={faults.length > 0} onClick={condition.toTree}>
            {t('console.rulePage.toTree')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function Expression({ condition, text }: { condition: Condition; text: string }) {
  const { t, locale } = useWords();
  const [fault] = condition.faults;
  return (
    <>
      <Textarea
        label={t('console.rulePage.cel')}
        description={t('console.rulePage.cel.text')}
        value={text}
        onChange={(event) => condition.setCel(event.currentTarget.value)}
        autosize
        minRows={3}
        maxLength={5000}
        spellCheck={false}
        error={fault !== undefined}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      {fault !== undefined && (
        <Alert color="red" role="alert">
          {fault.line === null
            ? fault.problem[locale]
            : t('console.rulePage.cel.fault', {
                line: fault.line,
                column: fault.column ?? 0,
                problem: fault.problem[locale],
              })}
          {fault.line !== null && <Caret text={text} line={fault.line} column={fault.column ?? 1} />}
        </Alert>
      )}
    </>
  );
}

/** The line that is wrong, with a mark under the place. */
function Caret({ text, line, column }: { text: string; line: number; column: number }) {
  const wrong = text.split('\n')[line - 1] ?? '';
  return (
    <pre className="caret" aria-hidden="true">
      {`${wrong}\n${' '.repeat(Math.max(0, column - 1))}^`}
    </pre>
  );
}
