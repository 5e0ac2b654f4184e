// The kind of a subject, read from its row.
import { type SubjectKind, subjectKinds } from '#sense/signal.ts';

export function toKind(kind: string): SubjectKind {
  const known = subjectKinds.find((one) => one === kind);
  if (known === undefined) throw new TypeError(`unknown kind of subject: ${kind}`);
  return known;
}
