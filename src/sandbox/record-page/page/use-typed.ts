// What a person does in an input is shown at once: what the card says comes from its worker, a moment late.
import { useEffect, useState } from 'react';

/** A text a person types: theirs alone, until the card empties it. */
export function useTyped(value: string): [string, (typed: string) => void] {
  const [typed, setTyped] = useState(value);
  useEffect(() => {
    if (value === '') setTyped('');
  }, [value]);
  return [typed, setTyped];
}

/** What a person chose: theirs, until the card says something else than before. */
export function useChosen<T>(value: T): [T, (chosen: T) => void] {
  const [chosen, setChosen] = useState(value);
  useEffect(() => setChosen(value), [value]);
  return [chosen, setChosen];
}
