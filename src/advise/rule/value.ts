// The values of dates and times of day in rules: ISO 8601 and HH:MM, as numbers that can be compared.

const isoDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** Milliseconds since 1970 of a date (its midnight in UTC) or a moment with its zone; null where it is neither. */
export function dateValue(text: string): number | null {
  if (!isoDate.test(text)) return null;
  const time = Date.parse(text);
  // The 31st of February rolls over in some engines: a date that does not come back the same is none.
  if (Number.isNaN(time)) return null;
  return text.length > 10 || new Date(time).toISOString().startsWith(text) ? time : null;
}

/** Minutes since midnight of `HH:MM`, up to `24:00`; null where it is none. */
export function timeValue(text: string): number | null {
  const parts = /^(\d{2}):(\d{2})$/.exec(text);
  if (parts === null) return null;
  const minutes = Number(parts[1]) * 60 + Number(parts[2]);
  return Number(parts[2]) < 60 && minutes <= 1440 ? minutes : null;
}
