// HubSpot's components that tell how things are: score, progress, alerts, waiting, empty and error.
import type { ReactNode } from 'react';

// The borders of HubSpot's own (its page on ScoreCircle): below 33 alert, below 66 warning.
const bandOf = (score: number) => (score < 33 ? 'danger' : score < 66 ? 'warning' : 'success');

export function ScoreCircle({ score }: { score: number }) {
  const whole = Math.max(0, Math.min(100, Math.round(score)));
  const around = 2 * Math.PI * 27;
  return (
    // biome-ignore lint/a11y/useSemanticElements: HubSpot's has the role meter, and an svg cannot be a <meter>
    <svg
      className={`score-circle tone-${bandOf(whole)}`}
      viewBox="0 0 64 64"
      role="meter"
      aria-label={`${whole}`}
      aria-valuenow={whole}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <circle className="track" cx="32" cy="32" r="27" />
      <circle
        className="arc"
        cx="32"
        cy="32"
        r="27"
        strokeDasharray={`${(around * whole) / 100} ${around}`}
        transform="rotate(-90 32 32)"
      />
      <text x="32" y="33" textAnchor="middle" dominantBaseline="middle">
        {whole}
      </text>
    </svg>
  );
}

type ProgressBarProps = {
  title?: string;
  value?: number;
  maxValue?: number;
  valueDescription?: string;
  variant?: 'success' | 'danger' | 'warning';
  'aria-label'?: string;
};

export function ProgressBar({
  title,
  value = 0,
  maxValue = 100,
  valueDescription,
  variant,
  ...aria
}: ProgressBarProps) {
  const share = Math.max(0, Math.min(1, value / maxValue));
  return (
    <div className={`progress tone-${variant ?? 'success'}`}>
      <div className="progress-words">
        <span>{title}</span>
        <span>{valueDescription}</span>
      </div>
      <div
        className="progress-track"
        role="progressbar"
        aria-label={aria['aria-label'] ?? title}
        aria-valuenow={value}
        aria-valuemin={0}
        aria-valuemax={maxValue}
      >
        <div style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  );
}

export function Alert({
  title,
  children,
  variant = 'info',
}: {
  title: string;
  children?: ReactNode;
  variant?: string;
}) {
  const tone = variant === 'error' ? 'danger' : variant;
  return (
    <div className={`alert tone-${tone}`} role={tone === 'danger' ? 'alert' : 'status'}>
      <strong>{title}</strong>
      {children !== undefined && <div>{children}</div>}
    </div>
  );
}

type SpinnerProps = { label: string; showLabel?: boolean; layout?: 'inline' | 'centered' };

export function LoadingSpinner({ label, showLabel, layout }: SpinnerProps) {
  return (
    <div className={layout === 'centered' ? 'waiting centered' : 'waiting'} role="status" aria-label={label}>
      <span className="spinner" />
      {showLabel && <span>{label}</span>}
    </div>
  );
}

type StateProps = {
  title?: string;
  children?: ReactNode;
  layout?: 'horizontal' | 'vertical';
  imageWidth?: number;
};

export function EmptyState({ title, children, layout, imageWidth = 250 }: StateProps) {
  return (
    <div className={`state ${layout ?? 'horizontal'}`}>
      <div className="state-words">
        {title !== undefined && <h3>{title}</h3>}
        {children}
      </div>
      <svg
        className="state-image"
        style={{ width: Math.min(imageWidth, 160) }}
        viewBox="0 0 160 100"
        aria-hidden="true"
      >
        <path className="axis" d="M16 8v76h132" />
        <rect x="32" y="56" width="18" height="28" rx="3" />
        <rect x="64" y="40" width="18" height="44" rx="3" />
        <rect x="96" y="62" width="18" height="22" rx="3" />
        <rect x="126" y="26" width="18" height="58" rx="3" />
      </svg>
    </div>
  );
}

export function ErrorState({ title, children }: StateProps) {
  return (
    <div className="state vertical">
      <div className="state-words">
        {title !== undefined && <h3>{title}</h3>}
        {children}
      </div>
      <svg className="state-image" style={{ width: 72 }} viewBox="0 0 72 72" aria-hidden="true">
        <circle className="axis" cx="36" cy="36" r="30" />
        <path className="axis" d="M36 20v20M36 50v2" />
      </svg>
    </div>
  );
}
