// The shapes that the card's back end answers with; a contract test keeps them equal to the server's own.

export type Tone = 'success' | 'warning' | 'danger' | 'info' | 'default';
export type Answer = 'done' | 'dismissed' | 'not_useful';

export type Movement = {
  direction: 'up' | 'down' | 'flat';
  good: boolean;
  text: string;
  comparedWith: string;
};

export type Reason = {
  label: string;
  value: string | null;
  usual: string | null;
  direction: 'for' | 'against';
  points: number;
  source: string;
  date: string | null;
  hint: string | null;
};

export type HealthPart = {
  key: string;
  label: string;
  value: number;
  tone: Tone;
  detail: string | null;
  movement: Movement | null;
};

export type NextStep = {
  adviceId: string;
  title: string;
  why: string;
  confidence: string;
  due: string | null;
  overdue: boolean;
  answers: { answer: Answer; label: string }[];
  answered: { answer: Answer; sentence: string } | null;
};

export type Band = 'healthy' | 'watch' | 'at_risk';
export type HealthSay = { bands: { band: Band; label: string }[]; said: string | null };
/** A person says how a customer stands, or takes that back. */
export type Word =
  | { say: { band: Band; reason: string; days: number; replaces: string | null } }
  | { takeBack: string };

export type LastAction = { id: string; what: string; when: string; at: string };
export type CardLink = { label: string; url: string };
export type Notice = { title: string; text: string };
export type Subject = { kind: 'contact' | 'company' | 'deal'; id: string; name: string };

export type Scored = {
  subject: Subject;
  score: {
    label: string;
    value: number;
    band: { code: string; label: string; tone: Tone };
    headline: string;
  };
  trend: { points: { date: string; value: number }[]; movement: Movement | null } | null;
  probability: {
    label: string;
    value: number;
    text: string;
    low: number;
    high: number;
    intervalText: string;
    why?: string | undefined;
  } | null;
  notYet?: string | undefined;
  expected: { label: string; text: string; span: string } | null;
  confidence: { value: number; label: string; tone: Tone; why: string };
  dataAge: { asOf: string; sentence: string; stale: boolean };
  reasons: { for: Reason[]; against: Reason[] };
  parts: HealthPart[];
  say: HealthSay | null;
  nextStep: NextStep | null;
  lastActions: LastAction[];
  links: CardLink[];
};

type Unscored = { subject: Subject; notice: Notice; links: CardLink[] };

export type ScoredView =
  | ({ state: 'ready'; notice: Notice | null } & Scored)
  | ({ state: 'little_history'; notice: Notice } & Scored);

export type UnscoredView = ({ state: 'empty' } & Unscored) | ({ state: 'error' } & Unscored);

export type CardView = ScoredView | UnscoredView;
export type CardAnswered = { confirmation: string; view: CardView; late?: boolean | undefined };
