import type { JsonValue } from '../../json.ts';

/** A JSON value and its place in the text. UTF-16 offsets, `end` exclusive. */
export interface JsonNode {
  readonly value: JsonValue;
  readonly start: number;
  readonly end: number;
  /** Members of an object or items of an array, by key or index. */
  readonly children: ReadonlyMap<string | number, JsonNode>;
}

export type JsonReading =
  | { readonly isJson: true; readonly node: JsonNode }
  | {
      readonly isJson: false;
      /** What was expected, without a full stop. */
      readonly reason: string;
      readonly offset: number;
    };

export interface JsonOptions {
  /** Whether `NaN`, `Infinity` and `-Infinity` are read as numbers, as Python's parser does. */
  readonly allowNaN?: boolean;
}

/**
 * Reads JSON with the place of every value, and the place of the first mistake. `JSON.parse` gives
 * neither. Strings and numbers are decoded by `JSON.parse`, so that they mean the same.
 */
export function parseJson(text: string, options: JsonOptions = {}): JsonReading {
  const reader = new Reader(text, options.allowNaN ?? false);
  try {
    return { isJson: true, node: reader.document() };
  } catch (error) {
    if (error instanceof Mistake)
      return { isJson: false, reason: error.message, offset: error.offset };
    throw error;
  }
}

/** Deeper than any real reply, and far from the end of the stack. */
const DEEPEST = 500;
const NOTHING: ReadonlyMap<string | number, JsonNode> = new Map();
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
const WORDS: readonly (readonly [string, JsonValue, boolean])[] = [
  ['true', true, false],
  ['false', false, false],
  ['null', null, false],
  ['NaN', Number.NaN, true],
  ['Infinity', Number.POSITIVE_INFINITY, true],
  ['-Infinity', Number.NEGATIVE_INFINITY, true],
];

class Mistake extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

class Reader {
  private readonly text: string;
  private readonly allowNaN: boolean;
  private at = 0;

  constructor(text: string, allowNaN: boolean) {
    this.text = text;
    this.allowNaN = allowNaN;
  }

  document(): JsonNode {
    this.space();
    if (this.at === this.text.length) throw new Mistake('there is no value', this.at);
    const node = this.value(0);
    this.space();
    if (this.at < this.text.length) throw new Mistake('there is text after the value', this.at);
    return node;
  }

  private value(depth: number): JsonNode {
    if (depth > DEEPEST) throw new Mistake(`it is nested more than ${DEEPEST} deep`, this.at);
    const char = this.text[this.at];
    if (char === '{') return this.object(depth);
    if (char === '[') return this.array(depth);
    const start = this.at;
    if (char === '"') return this.leaf(start, this.string());
    for (const [word, value, isLenient] of WORDS)
      if ((this.allowNaN || !isLenient) && this.text.startsWith(word, start)) {
        this.at += word.length;
        return this.leaf(start, value);
      }
    NUMBER.lastIndex = start;
    const number = NUMBER.exec(this.text)?.[0];
    if (number === undefined)
      throw new Mistake(
        start === this.text.length
          ? 'it ends where a value is expected'
          : 'a value is expected here',
        start,
      );
    this.at += number.length;
    return this.leaf(start, Number(number));
  }

  private object(depth: number): JsonNode {
    const start = this.at++;
    const children = new Map<string | number, JsonNode>();
    this.space();
    if (!this.take('}'))
      for (;;) {
        this.space();
        if (this.text[this.at] !== '"')
          throw new Mistake('a key in double quotes is expected here', this.at);
        const key = this.string();
        this.space();
        if (!this.take(':')) throw new Mistake('a colon is expected here', this.at);
        this.space();
        children.set(key, this.value(depth + 1));
        this.space();
        if (this.take('}')) break;
        if (!this.take(','))
          throw new Mistake('a comma or a closing brace is expected here', this.at);
      }
    // fromEntries defines members, so that a key `__proto__` is only a key.
    const value = Object.fromEntries([...children].map(([key, child]) => [key, child.value]));
    return { value, start, end: this.at, children };
  }

  private array(depth: number): JsonNode {
    const start = this.at++;
    const children = new Map<string | number, JsonNode>();
    this.space();
    if (!this.take(']'))
      for (;;) {
        this.space();
        children.set(children.size, this.value(depth + 1));
        this.space();
        if (this.take(']')) break;
        if (!this.take(','))
          throw new Mistake('a comma or a closing bracket is expected here', this.at);
      }
    const value = [...children.values()].map((child) => child.value);
    return { value, start, end: this.at, children };
  }

  private string(): string {
    STRING.lastIndex = this.at;
    const raw = STRING.exec(this.text)?.[0];
    if (raw === undefined) throw this.stringMistake();
    this.at += raw.length;
    const value: unknown = JSON.parse(raw);
    return typeof value === 'string' ? value : '';
  }

  private stringMistake(): Mistake {
    for (let i = this.at + 1; i < this.text.length; i++) {
      const char = this.text[i];
      if (char === '\\') {
        const escape = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
        escape.lastIndex = i;
        if (!escape.test(this.text))
          return new Mistake('a backslash must be followed by one of "\\/bfnrtu', i);
        i++;
      } else if (this.text.charCodeAt(i) < 32)
        return new Mistake('a line break or control character must be escaped in a string', i);
    }
    return new Mistake('a string has no closing quotation mark', this.at);
  }

  private leaf(start: number, value: JsonValue): JsonNode {
    return { value, start, end: this.at, children: NOTHING };
  }

  private take(char: string): boolean {
    if (this.text[this.at] !== char) return false;
    this.at++;
    return true;
  }

  private space(): void {
    while (' \t\n\r'.includes(this.text[this.at] ?? 'x')) this.at++;
  }
}
