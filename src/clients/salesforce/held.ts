// Pages of an org that were fetched whole and are handed out in parts, so that no part is fetched twice by one process.

export type Held<T> = {
  get(key: string): T | undefined;
  put(key: string, page: T): void;
};

/** A page can take some ten megabytes, so few are kept; one that is gone is fetched again. */
const most = 2;

export function holdPages<T>(): Held<T> {
  const pages = new Map<string, T>();
  return {
    get: (key) => pages.get(key),
    put(key, page) {
      pages.delete(key);
      pages.set(key, page);
      for (const oldest of [...pages.keys()].slice(0, -most)) pages.delete(oldest);
    },
  };
}
