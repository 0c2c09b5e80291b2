import type { NamedStretch, Stretch } from '../template.ts';

/** A parsed Handlebars template; offsets are UTF-16. */
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | ({ readonly kind: 'output'; readonly call: Call; readonly isEscaped: boolean } & Stretch)
  | ({
      readonly kind: 'block';
      readonly call: Call;
      readonly body: readonly Node[] | undefined;
      readonly inverse: readonly Node[] | undefined;
      /** Names of `as |item index|`. */
      readonly names: readonly string[];
    } & Stretch)
  | ({
      readonly kind: 'partial';
      readonly context: Expression | undefined;
      readonly hash: Hash;
      /** White space before a partial that stands alone in its line. */
      readonly indent: string;
    } & NamedStretch);

export type Hash = readonly (readonly [string, Expression])[];

/** A name alone, or a helper with what it is given. */
export interface Call {
  readonly path: Path | Literal;
  readonly params: readonly Expression[];
  readonly hash: Hash;
}

export type Expression = Path | Literal | { readonly kind: 'call'; readonly call: Call };

export interface Literal {
  readonly kind: 'literal';
  readonly value: string | number | boolean | null | undefined;
}

export interface Path extends NamedStretch {
  readonly kind: 'path';
  /** `@index`, `@root`. */
  readonly isData: boolean;
  /** How often `../` stands before it. */
  readonly depth: number;
  readonly parts: readonly string[];
  /** `this.name` or `./name`: not a helper and not a block parameter. */
  readonly isScoped: boolean;
}
