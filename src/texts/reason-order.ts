// The order in which reasons are told: the few that a person can change first.

/** So many may stand before stronger ones. */
const mostFirst = 2;
/** Points. What moves it by less does not stand before what does: whoever changes it changes nothing. */
const leastFirst = 0.5;

/** The few that a person can change first, then the others; both as they stood. */
export function changeableFirst<
  One extends { readonly changeable?: boolean | undefined; readonly points: number },
>(reasons: readonly One[]): One[] {
  const counts = ({ changeable, points }: One) => changeable === true && Math.abs(points) >= leastFirst;
  const first = reasons.filter(counts).slice(0, mostFirst);
  return [...first, ...reasons.filter((one) => !first.includes(one))];
}
