import type { SyntaxMistake } from './syntaxCheck.ts';

/** Kinds of the statements (`select`, `insert`, `create table`, ...), or the first mistake. */
export type SqlReading =
  | { readonly statements: readonly string[] }
  | { readonly mistake: SyntaxMistake };

export type SqlReader = (text: string) => SqlReading;
