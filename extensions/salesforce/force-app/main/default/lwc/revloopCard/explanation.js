// Reads the explanation field: tolerant of what is missing or unknown in it, strict about its version and its values.
import { dateOr, listOf, numberOr, objectOr, scalarOr, stringOr } from './json';

const version = 1;

/**
 * `none`: there is no explanation. `newer`: written by a Revloop that this card does not know. `broken`: not readable.
 * `read`: `told` is what it says, every part there, empty where it says nothing.
 */
export function readExplanation(text) {
  if (text === null || text === undefined || text === '') return { state: 'none', told: null };
  const json = parsed(text);
  if (json === null) return { state: 'broken', told: null };
  if (json.v !== version) return { state: json.v > version ? 'newer' : 'broken', told: null };
  return { state: 'read', told: toldBy(json) };
}

function parsed(text) {
  try {
    return objectOr(JSON.parse(text));
  } catch {
    return null;
  }
}

function toldBy(json) {
  return {
    state: stringOr(json.state),
    why: stringOr(json.why),
    kind: stringOr(json.kind),
    score: numberOr(json.score),
    band: stringOr(json.band),
    standing: stringOr(json.standing),
    probability: numberOr(json.probability),
    interval: intervalOr(json.interval),
    expected: expectedOr(objectOr(json.expected)),
    confidence: numberOr(json.confidence?.value),
    doubts: listOf(json.confidence?.doubts, stringOr),
    change: changeOr(objectOr(json.change)),
    reasons: listOf(json.reasons, reasonOr),
    parts: listOf(json.parts, partOr),
    churn: churnOr(objectOr(json.churn)),
    word: wordOr(objectOr(json.override)),
    trend: listOf(json.trend, pointOr),
    next: nextOr(objectOr(json.next)),
    did: listOf(json.did, deedOr),
    dataAsOf: dateOr(json.dataAsOf),
    scoredAt: dateOr(json.at),
    history: historyOr(objectOr(json.history)),
    link: linkOr(json.console, json.subject),
  };
}

/** Of a deal: when it is won, if it is. */
function expectedOr(json) {
  const [likely, from, to] = [dateOr(json?.likely), dateOr(json?.from), dateOr(json?.to)];
  if (likely === null || from === null || to === null) return null;
  return { likely, from, to, alike: numberOr(json.alike) ?? 0 };
}

/** What is usual among customers, and what raises the probability to leave. */
function churnOr(json) {
  const [usual, history] = [numberOr(json?.usual), historyOr(objectOr(json?.history))];
  if (usual === null || history === null) return null;
  return {
    ...{ usual, history, reasons: listOf(json.reasons, reasonOr) },
    ...{ confidence: numberOr(json.confidence), doubts: listOf(json.doubts, stringOr) },
    change: churnChangeOr(objectOr(json.change)),
  };
}

function churnChangeOr(json) {
  const [probability, at] = [numberOr(json?.probability), dateOr(json?.at)];
  if (probability === null || at === null) return null;
  return { probability, at, cause: stringOr(json.cause), by: listOf(json.by, moverOr) };
}

/** What a person says of the customer instead of the index. */
function wordOr(json) {
  const [who, reason, until] = [stringOr(json?.who), stringOr(json?.reason), dateOr(json?.until)];
  if (who === null || reason === null || until === null) return null;
  const computed = objectOr(json.computed);
  return {
    id: stringOr(json.id) ?? '',
    who,
    reason,
    until,
    score: numberOr(computed?.score),
    band: stringOr(computed?.band),
  };
}

function changeOr(json) {
  const score = numberOr(json?.score);
  const at = dateOr(json?.at);
  if (score === null || at === null) return null;
  return { score, at, cause: stringOr(json.cause), by: listOf(json.by, moverOr) };
}

function moverOr(value) {
  const json = objectOr(value);
  const points = numberOr(json?.points);
  return points === null ? null : { ...named(json), points };
}

function reasonOr(value) {
  const json = objectOr(value);
  const points = numberOr(json?.points);
  if (points === null) return null;
  return {
    ...named(json),
    value: scalarOr(json.value),
    usual: scalarOr(json.usual),
    points,
    source: stringOr(json.source),
    asOf: dateOr(json.asOf),
    changeable: json.changeable === true,
  };
}

function named(json) {
  return {
    code: stringOr(json.code) ?? 'property',
    feature: stringOr(json.feature) ?? '',
    label: stringOr(json.label) ?? '',
  };
}

function partOr(value) {
  const json = objectOr(value);
  const [code, share] = [stringOr(json?.code), numberOr(json?.value)];
  if (code === null || share === null) return null;
  return { code, value: share, weight: numberOr(json.weight), trend: numberOr(json.trend) };
}

function pointOr(value) {
  const [day, score] = Array.isArray(value) ? value : [];
  const at = dateOr(day);
  return at === null || numberOr(score) === null ? null : { at, score };
}

const answerable = ['open', 'taken', 'snoozed'];

function nextOr(json) {
  const [id, code, state] = [stringOr(json?.id), stringOr(json?.code), stringOr(json?.state)];
  if (id === null || code === null || state === null || state === 'expired') return null;
  return {
    ...{ id, code, state, answerable: answerable.includes(state) },
    params: paramsOf(json.params),
    confidence: numberOr(json.confidence),
    since: dateOr(json.since),
    due: dateOr(json.due),
    by: stringOr(json.by),
    words: ownWordsOr(objectOr(json.words)),
  };
}

/** What a journey or a rule says itself, in both languages; null where something of it is missing. */
function ownWordsOr(json) {
  const [title, why] = [objectOr(json?.title), objectOr(json?.why)];
  const all = [title?.en, title?.['zh-CN'], why?.en, why?.['zh-CN']];
  return all.every((one) => stringOr(one) !== null) ? { title, why } : null;
}

function deedOr(value) {
  const json = objectOr(value);
  const [code, at] = [stringOr(json?.code), dateOr(json?.at)];
  return code === null || at === null ? null : { code, at, params: paramsOf(json.params) };
}

function historyOr(json) {
  const needed = numberOr(json?.needed);
  if (needed === null) return null;
  return { closed: numberOr(json.closed) ?? 0, won: numberOr(json.won) ?? 0, needed };
}

/** Only an address of the web: a field is not a place from which to run anything. */
function linkOr(address, subject) {
  if (!/^https?:\/\/[^\s]+$/.test(stringOr(address) ?? '') || stringOr(subject) === null) return null;
  return `${address.replace(/\/$/, '')}/subjects/${encodeURIComponent(subject)}`;
}

function intervalOr(value) {
  const [low, high] = Array.isArray(value) ? value.map(numberOr) : [];
  return low === undefined || low === null || high === undefined || high === null ? null : [low, high];
}

function paramsOf(value) {
  const entries = Object.entries(objectOr(value) ?? {});
  return Object.fromEntries(entries.filter(([, one]) => ['string', 'number'].includes(typeof one)));
}
