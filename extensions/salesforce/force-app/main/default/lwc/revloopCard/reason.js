// A reason in words: its label, its value, what is usual, where and when it was seen.

/** What the score owes to one reason, ready to be shown. */
export function reasonView(words, reason, place, now) {
  const value = valueText(words, reason.feature, reason.value) || words.text('reason.unknown');
  const usual = reason.usual === reason.value ? '' : valueText(words, reason.feature, reason.usual);
  const detail = [
    usual === '' ? null : words.text('card.record.usual', { usual }),
    reason.source === null ? null : words.textOr(`card.view.source.${reason.source}`, reason.source),
    reason.asOf === null ? null : words.when(reason.asOf, now),
  ].filter((part) => part !== null);
  const inFavor = reason.points >= 0;
  return {
    key: `${place} ${reason.feature}`,
    label: labelOf(words, reason),
    value,
    points: words.signed(reason.points),
    spoken: words.text(inFavor ? 'card.record.points.for' : 'card.record.points.against', {
      points: words.number(Math.abs(Math.round(reason.points))),
    }),
    detail: detail.join(' · '),
    changeable: reason.changeable ? words.text('card.record.changeable') : '',
    className: inFavor ? 'points points_for' : 'points points_against',
  };
}

/** The whole in one line. */
export function lineOf(words, reason) {
  const value = valueText(words, reason.feature, reason.value) || words.text('reason.unknown');
  const usual = reason.usual === reason.value ? '' : valueText(words, reason.feature, reason.usual);
  const label = labelOf(words, reason);
  return usual === ''
    ? words.text('reason.line', { label, value })
    : words.text('reason.line.usual', { label, value, usual });
}

/** The catalogue's own words where it has some; else the label of the field. */
export function labelOf(words, { code, feature, label }) {
  const key = `reason.${code === 'property' ? feature : code}`;
  return words.textOr(key, label === '' ? feature : label);
}

function valueText(words, feature, value) {
  if (value === null || value === '') return '';
  if (typeof value === 'number') return words.number(value);
  const key = `reason.value.${feature}.${value}`;
  if (words.has(key)) return words.text(key);
  const isNumber = /^-?\d+(\.\d+)?$/.test(value) && Math.abs(Number(value)) < 1e6;
  return isNumber ? words.number(Number(value)) : value;
}
