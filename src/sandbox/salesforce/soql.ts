// A SOQL query, parsed: what is asked for, of which object, under which conditions, in which order.

/** `Owner.Name` as ['Owner', 'Name'], with the place it stands at for error messages. */
export type Path = { readonly parts: readonly string[]; readonly at: number };

export type Literal =
  | { readonly kind: 'string' | 'date' | 'datetime'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null'; readonly value: null };

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'LIKE';

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'compare'; readonly path: Path; readonly operator: Operator; readonly value: Literal }
  | { readonly kind: 'in'; readonly path: Path; readonly not: boolean; readonly values: readonly Literal[] };

export type Selected =
  | { readonly kind: 'field'; readonly path: Path }
  | {
      readonly kind: 'aggregate';
      readonly function: 'COUNT' | 'MAX' | 'MIN' | 'SUM' | 'AVG';
      /** Left out in COUNT(). */
      readonly path?: Path;
      readonly alias?: string;
    };

export type Order = { readonly path: Path; readonly descending: boolean; readonly nulls: 'first' | 'last' };

export type Soql = {
  readonly text: string;
  readonly select: readonly Selected[];
  readonly from: { readonly name: string; readonly at: number };
  readonly where?: Condition;
  readonly groupBy: readonly Path[];
  readonly orderBy: readonly Order[];
  readonly limit?: number;
  readonly offset?: number;
  /** ALL ROWS: deleted ones too. */
  readonly allRows: boolean;
};
