// Findings and twins as the loop would have made them, for tests of what is shown.
import type { Finding, Reason } from '#analyze/finding.ts';
import { emptyTwin, type Twin } from '#twin/twin.ts';

const hour = 3_600_000;

export function leadReasons(now: Date): Reason[] {
  const asOf = new Date(now.getTime() - 5 * hour).toISOString();
  const crm = { source: 'hubspot', asOf } as const;
  return [
    {
      code: 'property',
      feature: 'source',
      label: 'Lead source',
      value: '推荐',
      usual: 'web',
      points: 22,
      ...crm,
    },
    {
      code: 'property',
      feature: 'employees',
      label: 'Employees',
      value: 120,
      usual: 80,
      points: 14,
      ...crm,
    },
    {
      code: 'early_mails_in',
      feature: 'early_mails_in',
      label: '',
      value: 4,
      usual: 1,
      points: 8.5,
      ...crm,
    },
    {
      code: 'property',
      feature: 'country',
      label: 'Country',
      value: 'Germany',
      usual: null,
      points: -3.3,
      ...crm,
    },
  ];
}

export function aLeadFinding(score: number, now: Date): Finding {
  const probability = score / 130;
  return {
    kind: 'lead_score',
    score,
    band: score >= 80 ? 'A' : score >= 60 ? 'B' : score >= 35 ? 'C' : 'D',
    probability,
    interval: [probability * 0.8, Math.min(1, probability * 1.2)],
    confidence: 0.82,
    doubts: ['missing'],
    reasons: leadReasons(now),
    parts: [],
    basis: 'model',
    history: { closed: 900, won: 320, needed: 0 },
    dataAsOf: new Date(now.getTime() - 5 * hour).toISOString(),
    weightsVersion: 1,
  };
}

/** What is said of a lead while there is too little history. */
export function aPriorFinding(now: Date): Finding {
  return {
    ...aLeadFinding(50, now),
    band: null,
    probability: 0.2,
    confidence: 0.2,
    doubts: ['little_history', 'prior'],
    reasons: [],
    basis: 'prior',
    history: { closed: 12, won: 3, needed: 88 },
    weightsVersion: null,
  };
}

export function aHealthFinding(score: number, now: Date): Finding {
  const known = { source: 'support', asOf: new Date(now.getTime() - 26 * hour).toISOString() } as const;
  return {
    kind: 'health',
    score: Math.round(score),
    band: score >= 70 ? 'healthy' : score >= 45 ? 'watch' : 'at_risk',
    probability: null,
    interval: null,
    confidence: 0.64,
    doubts: ['missing'],
    reasons: [
      { code: 'support_open', feature: 'support_open', label: '', value: 6, usual: 1, points: -18, ...known },
      { code: 'use_days', feature: 'use_days', label: '', value: 4, usual: 3, points: 7, ...known },
    ],
    parts: [
      { code: 'use', value: 61, weight: 0.4, trend: -9 },
      { code: 'support', value: 22, weight: 0.35, trend: -31 },
      { code: 'relationship', value: 55, weight: 0.25, trend: 4 },
      { code: 'commercial', value: null, weight: 0, trend: null },
    ],
    basis: 'index',
    history: null,
    dataAsOf: known.asOf,
    weightsVersion: null,
  };
}

/** A twin that has nothing but its name. */
export function aNamedTwin(kind: 'contact' | 'company', label: string, now: Date): Twin {
  const known = (value: string) => ({ value, at: now.toISOString(), by: 'test' });
  const [first = '', ...rest] = label.split(' ');
  const properties =
    kind === 'company'
      ? { name: known(label), domain: known('north.test') }
      : {
          firstname: known(first),
          lastname: known(rest.join(' ')),
          email: known(
            `${encodeURIComponent(label)
              .toLowerCase()
              .replace(/[^a-z]/g, '')}@north.test`,
          ),
        };
  return { ...emptyTwin(kind), properties, asOf: { crm: now.toISOString(), product: null }, signals: 1 };
}
