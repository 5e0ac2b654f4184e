// The console's words: the one catalogue, in the language the person chose, and numbers and times as that language writes them.
import { Center, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { ask } from './api.ts';

const locales = ['en', 'zh-CN'] as const;
export type Locale = (typeof locales)[number];
type Params = { readonly [name: string]: string | number };

export type Words = {
  readonly locale: Locale;
  readonly setLocale: (locale: Locale) => void;
  /** The text of `key`; the key itself where the catalogue does not have it. */
  readonly t: (key: string, params?: Params) => string;
  /** The text of a key that is put together; `otherwise` where the catalogue does not have it. */
  readonly known: (key: string, otherwise: string) => string;
  readonly number: (value: number, digits?: number) => string;
  readonly percent: (share: number, digits?: number) => string;
  readonly when: (iso: string) => string;
  readonly ago: (iso: string) => string;
};

const Context = createContext<Words | null>(null);
const storageKey = 'revloop-locale';

function firstLocale(): Locale {
  const chosen = window.localStorage.getItem(storageKey) ?? navigator.language;
  return chosen.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

export function TextsProvider({ children }: { children: ReactNode }) {
  const [locale, setLocale] = useState(firstLocale);
  const { data, error } = useQuery({
    queryKey: ['catalogue', locale],
    queryFn: () => ask<{ [key: string]: string }>(`/api/catalogue/${locale}`),
    staleTime: Number.POSITIVE_INFINITY,
    retry: 10,
    placeholderData: (before) => before,
  });
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  const words = useMemo(
    () =>
      toWords(data ?? {}, locale, (next) => {
        window.localStorage.setItem(storageKey, next);
        setLocale(next);
      }),
    [data, locale],
  );
  if (data === undefined) {
    return <Center h="100vh">{error === null ? <Loader /> : String(error.message)}</Center>;
  }
  return <Context.Provider value={words}>{children}</Context.Provider>;
}

export function useWords(): Words {
  const words = useContext(Context);
  if (words === null) throw new Error('useWords needs a TextsProvider');
  return words;
}

const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

function toWords(
  catalogue: { readonly [key: string]: string },
  locale: Locale,
  setLocale: (locale: Locale) => void,
): Words {
  const fill = (sentence: string, params: Params) =>
    sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return {
    locale,
    setLocale,
    t: (key, params = {}) => fill(catalogue[key] ?? key, params),
    known: (key, otherwise) => catalogue[key] ?? otherwise,
    number: (value, digits = 0) =>
      new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value),
    percent: (share, digits = 0) =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: digits }).format(share),
    when: (iso) => moment.format(new Date(iso)),
    ago(iso) {
      const seconds = (Date.now() - Date.parse(iso)) / 1_000;
      const unit = units.find(([, length]) => seconds >= length);
      if (unit === undefined) return catalogue['card.view.justNow'] ?? '';
      return relative.format(-Math.floor(seconds / unit[1]), unit[0]);
    },
  };
}
