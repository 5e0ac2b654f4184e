// HubSpot's layout components: Flex, Box, Inline, AutoGrid, List, Tile, Divider.
import { Children, type CSSProperties, type ReactNode } from 'react';

const distances: Record<string, string> = {
  flush: '0',
  xs: '4px',
  'extra-small': '4px',
  sm: '8px',
  small: '8px',
  md: '16px',
  medium: '16px',
  lg: '24px',
  large: '24px',
  xl: '32px',
  'extra-large': '32px',
};

const sides: Record<string, string> = {
  start: 'flex-start',
  end: 'flex-end',
  center: 'center',
  between: 'space-between',
  around: 'space-around',
  baseline: 'baseline',
  stretch: 'stretch',
};

type FlexProps = {
  children?: ReactNode;
  direction?: 'row' | 'column';
  justify?: string;
  align?: string;
  alignSelf?: string;
  gap?: string;
  wrap?: boolean | 'wrap' | 'nowrap';
};

export function Flex({
  children,
  direction = 'row',
  justify,
  align,
  alignSelf,
  gap = 'flush',
  wrap,
}: FlexProps) {
  const style: CSSProperties = {
    display: 'flex',
    flexDirection: direction,
    justifyContent: sides[justify ?? 'start'],
    alignItems: sides[align ?? 'stretch'],
    alignSelf: alignSelf && sides[alignSelf],
    gap: distances[gap],
    flexWrap: wrap === true || wrap === 'wrap' ? 'wrap' : 'nowrap',
    minWidth: 0,
  };
  return <div style={style}>{children}</div>;
}

type BoxProps = { children?: ReactNode; flex?: 'initial' | 'auto' | 'none' | number; alignSelf?: string };

export function Box({ children, flex = 'initial', alignSelf }: BoxProps) {
  return <div style={{ flex, minWidth: 0, alignSelf: alignSelf && sides[alignSelf] }}>{children}</div>;
}

type InlineProps = { children?: ReactNode; justify?: string; align?: string; gap?: string };

export function Inline({ children, justify = 'start', align = 'baseline', gap = 'small' }: InlineProps) {
  return (
    <Flex direction="row" wrap={true} justify={justify} align={align} gap={gap}>
      {children}
    </Flex>
  );
}

type AutoGridProps = { children?: ReactNode; columnWidth: number; gap?: string; flexible?: boolean };

export function AutoGrid({ children, columnWidth, gap = 'flush', flexible = false }: AutoGridProps) {
  const width = `min(${columnWidth}px, 100%)`;
  const columns = flexible ? `minmax(${width}, 1fr)` : width;
  return (
    <div
      style={{ display: 'grid', gridTemplateColumns: `repeat(auto-fit, ${columns})`, gap: distances[gap] }}
    >
      {children}
    </div>
  );
}

export function List({ children, variant = 'unordered' }: { children?: ReactNode; variant?: string }) {
  const items = Children.map(children, (child) => <li>{child}</li>);
  const styled = variant.endsWith('-styled') ? 'list styled' : 'list';
  return variant.startsWith('ordered') ? (
    <ol className={styled}>{items}</ol>
  ) : (
    <ul className={styled}>{items}</ul>
  );
}

export function Tile({ children, compact }: { children?: ReactNode; compact?: boolean }) {
  return <div className={compact ? 'tile compact' : 'tile'}>{children}</div>;
}

export function Divider() {
  return <hr />;
}
