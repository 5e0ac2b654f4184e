// Where the engines of the test matrix are.
export type PostgresAddress = { connectionString?: string; host?: string; user?: string; database?: string };
export type EngineAddress = {
  readonly name: 'embedded' | 'server';
  readonly postgres: PostgresAddress;
  /** null: the queue stands on PostgreSQL. */
  readonly redis: string | null;
};

declare module 'vitest' {
  export interface ProvidedContext {
    engines: EngineAddress[];
    template: string;
  }
}
