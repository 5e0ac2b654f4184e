// The page's language and its light or dark look: from the address or the browser, kept in the address.
import { useEffect, useState } from 'react';

export const languages = [
  { tag: 'en', name: 'English' },
  { tag: 'zh-CN', name: '简体中文' },
] as const;

export type Settings = {
  language: string;
  setLanguage: (language: string) => void;
  theme: 'light' | 'dark';
  switchTheme: () => void;
};

export function useSettings(): Settings {
  const asked = new URLSearchParams(location.search);
  const [language, setLanguage] = useState(
    asked.get('lang') ?? (navigator.language.startsWith('zh') ? 'zh-CN' : 'en'),
  );
  const [theme, setTheme] = useState<'light' | 'dark'>(
    asked.get('theme') === 'dark' || (asked.get('theme') === null && prefersDark()) ? 'dark' : 'light',
  );
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dataset['theme'] = theme;
    const query = new URLSearchParams({ lang: language, theme });
    history.replaceState(null, '', `${location.pathname}?${query}`);
  }, [language, theme]);
  return {
    language,
    setLanguage,
    theme,
    switchTheme: () => setTheme(theme === 'dark' ? 'light' : 'dark'),
  };
}

const prefersDark = () => matchMedia('(prefers-color-scheme: dark)').matches;
