// A condition while it is written: as a tree or as an expression, with what the server says of it.
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { tell } from '../api.ts';
import type { CheckRuleAnswer } from '../api-types.ts';
import { bare, type Group, isGroup, type Kind, withIds } from './condition.ts';

type Asked = { readonly kind: Kind; readonly when: Group } | { readonly kind: Kind; readonly cel: string };

/** What the server says of a condition: its sentence, or what is wrong. It counts nobody. */
export function useChecked(asked: Asked) {
  return useQuery({
    queryKey: ['rule-check', asked],
    queryFn: () => tell<CheckRuleAnswer>('POST', '/api/rules/check', asked),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
}

export type Condition = ReturnType<typeof useCondition>;

export function useCondition(kind: Kind, saved: Group) {
  const [tree, setTree] = useState(() => withIds(saved));
  const [cel, setCel] = useState<string | null>(null);
  const asked: Asked = cel === null ? { kind, when: bare(tree) } : { kind, cel };
  const [settled] = useDebouncedValue(asked, 300);
  const checked = useChecked(settled);
  const isSettled = JSON.stringify(settled) === JSON.stringify(asked) && !checked.isPlaceholderData;
  const shown = checked.data?.shown ?? null;
  const read = isGroup(shown?.when) ? shown.when : null;
  return {
    ...{ kind, tree, setTree, cel, setCel, checked },
    /** The tree as the server understood it; null while it is wrong, or not yet looked at. */
    sound: isSettled ? read : null,
    sentence: shown?.sentence ?? null,
    faults: checked.data?.faults ?? [],
    /** Over to the expression, and back to what it says. */
    toCel: () => setCel(shown?.cel ?? ''),
    toTree() {
      if (read !== null) setTree(withIds(read));
      setCel(null);
    },
    reset(to: Group) {
      setTree(withIds(to));
      setCel(null);
    },
  };
}
