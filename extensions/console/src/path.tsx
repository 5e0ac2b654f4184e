// Where in the console we are: the path below /console, and its query, kept in the browser's history.
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';

type Place = {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly go: (to: string, replace?: boolean) => void;
};

const base = '/console';
const Context = createContext<Place | null>(null);

function here(): { path: string; search: string } {
  return {
    path: window.location.pathname.replace(/^\/console\/?/, '/'),
    search: window.location.search,
  };
}

export function PathProvider({ children }: { children: ReactNode }) {
  const [at, setAt] = useState(here);
  useEffect(() => {
    const moved = () => setAt(here());
    window.addEventListener('popstate', moved);
    return () => window.removeEventListener('popstate', moved);
  }, []);
  const go = useCallback((to: string, replace = false) => {
    window.history[replace ? 'replaceState' : 'pushState'](null, '', hrefOf(to));
    setAt(here());
    if (!replace) window.scrollTo(0, 0);
  }, []);
  const place = useMemo(() => ({ path: at.path, query: new URLSearchParams(at.search), go }), [at, go]);
  return <Context.Provider value={place}>{children}</Context.Provider>;
}

function hrefOf(to: string): string {
  return `${base}${to === '/' ? '' : to}`;
}

export function usePlace(): Place {
  const place = useContext(Context);
  if (place === null) throw new Error('usePlace needs a PathProvider');
  return place;
}

type LinkProps = {
  to: string;
  children: ReactNode;
  className?: string;
  current?: boolean;
  onClick?: () => void;
};

/** A link inside the console: a real address, so that it can be opened in another tab. */
export function Link({ to, children, className, current, onClick }: LinkProps) {
  const { go } = usePlace();
  return (
    <a
      href={hrefOf(to)}
      className={className}
      aria-current={current ? 'page' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        onClick?.();
        go(to);
      }}
    >
      {children}
    </a>
  );
}
