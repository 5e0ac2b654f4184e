// HubSpot's components made of words: Text, Heading, tags, statistics and description lists.
import type { CSSProperties, ReactNode } from 'react';

type TextProps = {
  children?: ReactNode;
  variant?: 'bodytext' | 'microcopy';
  inline?: boolean;
  format?: { fontWeight?: 'regular' | 'bold' | 'demibold'; italic?: boolean; lineDecoration?: string };
};

const weights = { regular: 400, demibold: 600, bold: 700 } as const;

export function Text({ children, variant = 'bodytext', inline, format = {} }: TextProps) {
  const style: CSSProperties = {
    fontWeight: weights[format.fontWeight ?? 'regular'],
    fontStyle: format.italic ? 'italic' : undefined,
    textDecoration: format.lineDecoration === 'strikethrough' ? 'line-through' : format.lineDecoration,
  };
  const Element = inline ? 'span' : 'p';
  return (
    <Element className={`text ${variant}`} style={style}>
      {children}
    </Element>
  );
}

export function Heading({ children }: { children?: ReactNode }) {
  return <h2>{children}</h2>;
}

type StatusTagProps = { children?: ReactNode; variant?: string; hollow?: boolean };

export function StatusTag({ children, variant = 'default', hollow }: StatusTagProps) {
  return (
    <span className={`status-tag tone-${variant}`}>
      <span className={hollow ? 'dot hollow' : 'dot'} />
      {children}
    </span>
  );
}

type TagProps = { children?: ReactNode; variant?: string };

export function Tag({ children, variant = 'default' }: TagProps) {
  return <span className={`tag tone-${variant === 'error' ? 'danger' : variant}`}>{children}</span>;
}

export function Statistics({ children }: { children?: ReactNode }) {
  return <div className="statistics">{children}</div>;
}

type StatisticsItemProps = { label: string; number: string | number; children?: ReactNode };

export function StatisticsItem({ label, number, children }: StatisticsItemProps) {
  return (
    <div className="statistic">
      <div className="statistic-label">{label}</div>
      <div className="statistic-number">{number}</div>
      {children}
    </div>
  );
}

export function DescriptionList({
  children,
  direction,
}: {
  children?: ReactNode;
  direction?: 'row' | 'column';
}) {
  return <dl className={direction ?? 'column'}>{children}</dl>;
}

export function DescriptionListItem({ label, children }: { label: string; children?: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
