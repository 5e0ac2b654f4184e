// The order in which reasons are told: the few that a person can change first.

/** So many may stand before stronger ones. */
const mostFirst = 2;

/** The few that a person can change first, then the others; both as they stood. */
export function changeableFirst<One extends { readonly changeable?: boolean | undefined }>(
  reasons: readonly One[],
): One[] {
  const first = reasons.filter(({ changeable }) => changeable === true).slice(0, mostFirst);
  return [...first, ...reasons.filter((one) => !first.includes(one))];
}
