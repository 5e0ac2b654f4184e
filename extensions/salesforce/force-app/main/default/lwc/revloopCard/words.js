// How the card says things: sentences of the one catalogue, numbers, shares and ages, in the reader's language.
import { catalogues } from './texts';

/** The nearest language of ours for a tag such as `zh_CN` or `en-GB`; English otherwise. */
export function localeOf(tag) {
  return String(tag ?? '')
    .toLowerCase()
    .startsWith('zh')
    ? 'zh-CN'
    : 'en';
}

const units = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** Says things in one locale. */
export function wordsIn(locale) {
  const catalogue = catalogues[locale];
  const has = (key) => Object.hasOwn(catalogue, key);
  const text = (key, params = {}) =>
    catalogue[key].replace(/\{(\w+)\}/g, (whole, name) => String(params[name] ?? whole));
  const textOr = (key, fallback) => (has(key) ? text(key) : fallback);
  const number = (value) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value);
  return {
    locale,
    has,
    text,
    /** The text of a key that is put together; `fallback` where the catalogue does not have it. */
    textOr,
    number,
    /** Whole points with their sign, a real minus: nobody acts on a tenth. */
    signed: (points) =>
      new Intl.NumberFormat(locale, { signDisplay: 'exceptZero', maximumFractionDigits: 0 })
        .format(points)
        .replace('-', '−'),
    /** Nothing that is not certain reads as 100 %; a tenth of a percent is shown below ten percent. */
    percent: (share) => {
      const honest = share < 1 ? Math.min(share, 0.99) : share;
      const maximumFractionDigits = honest > 0 && honest < 0.1 ? 1 : 0;
      return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits }).format(honest);
    },
    /** `3 days ago`, `in 2 hours`; less than a minute away is just now. */
    when: (at, now) => {
      const ms = at.getTime() - now.getTime();
      const unit = units.find(([, length]) => Math.abs(ms) >= length);
      if (unit === undefined) return text('card.view.justNow');
      const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
      return format.format(Math.trunc(ms / unit[1]), unit[0]);
    },
    /** `in 3 days`, where today plays no part. */
    inDays: (days) => new Intl.RelativeTimeFormat(locale).format(days, 'day'),
    day: (at) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(at),
    list: (items) => new Intl.ListFormat(locale).format(items),
  };
}
