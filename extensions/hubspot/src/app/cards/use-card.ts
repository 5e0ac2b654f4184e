// The life of one card: loading, failed, shown, and an answer on its way (shown at once, confirmed or taken back).
import { useCallback, useEffect, useRef, useState } from 'react';
import type { CardClient } from './card-client.ts';
import type { Answer, CardView, Word } from './card-view.ts';

/** The answer a person gave here: `saving` until the server confirms it, `failed` when it did not. */
export type Given = { adviceId: string; answer: Answer; reason: string | undefined } & (
  | { phase: 'saving' }
  | { phase: 'saved'; confirmation: string }
  | { phase: 'failed' }
);

/** The word on a customer that a person gave here; `late`: somebody else was quicker, so it does not count. */
export type Told = { word: Word } & (
  | { phase: 'saving' }
  | { phase: 'saved' | 'late'; confirmation: string }
  | { phase: 'failed' }
);

export type CardState =
  | { phase: 'loading' }
  | { phase: 'failed' }
  | { phase: 'shown'; view: CardView; given: Given | null; told: Told | null; refreshFailed: boolean };

export type Card = {
  state: CardState;
  /** Reads again; the card that is shown stays until the new one is here. */
  reload: () => void;
  answer: (adviceId: string, answer: Answer, reason?: string) => void;
  tell: (word: Word) => void;
};

/** `client` must stay the same object while the record is the same: a new one reads again. */
export function useCard(client: CardClient): Card {
  const [state, setState] = useState<CardState>({ phase: 'loading' });
  // The number of the newest request: the answer of an older one must not overwrite what came later.
  const newest = useRef(0);

  const reload = useCallback(() => {
    const mine = ++newest.current;
    setState((now) => (now.phase === 'shown' ? now : { phase: 'loading' }));
    client.read().then(
      (view) => {
        if (mine === newest.current) {
          setState({ phase: 'shown', view, given: null, told: null, refreshFailed: false });
        }
      },
      () => {
        if (mine !== newest.current) return;
        setState((now) => (now.phase === 'shown' ? { ...now, refreshFailed: true } : { phase: 'failed' }));
      },
    );
  }, [client]);

  const answer = useCallback(
    (adviceId: string, answer: Answer, reason?: string) => {
      const mine = ++newest.current;
      const given = { adviceId, answer, reason };
      setState((now) => withGiven(now, { ...given, phase: 'saving' }));
      client.answer(adviceId, answer, reason).then(
        ({ confirmation, view }) => {
          if (mine === newest.current)
            setState({
              phase: 'shown',
              view,
              given: { ...given, phase: 'saved', confirmation },
              told: null,
              refreshFailed: false,
            });
        },
        () => {
          if (mine === newest.current) setState((now) => withGiven(now, { ...given, phase: 'failed' }));
        },
      );
    },
    [client],
  );

  const tell = useCallback(
    (word: Word) => {
      const mine = ++newest.current;
      setState((now) => withTold(now, { word, phase: 'saving' }));
      client.tell(word).then(
        ({ confirmation, view, late }) => {
          if (mine !== newest.current) return;
          const told: Told = { word, phase: late === true ? 'late' : 'saved', confirmation };
          setState({ phase: 'shown', view, given: null, told, refreshFailed: false });
        },
        () => {
          if (mine === newest.current) setState((now) => withTold(now, { word, phase: 'failed' }));
        },
      );
    },
    [client],
  );

  useEffect(() => {
    setState({ phase: 'loading' });
    reload();
    return () => {
      newest.current++;
    };
  }, [reload]);

  return { state, reload, answer, tell };
}

function withGiven(state: CardState, given: Given): CardState {
  return state.phase === 'shown' ? { ...state, given } : state;
}

function withTold(state: CardState, told: Told): CardState {
  return state.phase === 'shown' ? { ...state, told } : state;
}
