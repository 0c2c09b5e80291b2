import type { JsonValue } from '../../../core/json.ts';
import { listOf, member, memberAt } from '../jsonAccess.ts';
import { type LanguageCode, languageNames } from './language.ts';

/** What the simulated model understood of a system prompt. Everything else in it has no effect. */
export interface Instructions {
  /** `customer`: keep the customer's language; undefined: nothing is said about it. */
  readonly language?: 'customer' | LanguageCode;
  /** Names of the members of a JSON reply, with a schema where one was given. */
  readonly json?: readonly JsonMember[];
  readonly maxWords?: number;
  readonly mention: readonly string[];
  readonly never: readonly string[];
  /** `polite`: a closing in the language of the reply; otherwise the text to end with. */
  readonly closing?: { readonly text?: string };
  /** Prefix of the source's number, e.g. `KB` for `[KB-104]`. */
  readonly source?: string;
  readonly usesBullets: boolean;
  readonly greetsByName: boolean;
  readonly promisesNothing: boolean;
  readonly startWith?: string;
}

export interface JsonMember {
  readonly name: string;
  readonly schema?: unknown;
}

/** Prompts are read up to this many characters; what comes after has no effect. */
const maxLength = 200_000;

/** Reads instructions from a system prompt in English. Never throws. */
export function readInstructions(prompt: string, responseFormat?: JsonValue): Instructions {
  const lines = prompt.slice(0, maxLength).split(/\r?\n/);
  const sentences = lines.flatMap((line) => line.slice(0, 2_000).split(/(?<=[.!?;])\s+/));
  const language = first(sentences, languageIn);
  const maxWords = first(sentences, maxWordsIn);
  const json = jsonMembers(lines, responseFormat);
  const closing = first(sentences, closingIn);
  const source = first(sentences, sourceIn);
  const startWith = first(sentences, (text) =>
    /\b(?:start|begin|open)\w*\b/i.test(text)
      ? quotedAfter(text, /\b(?:start|begin|open)\w*\b/i)[0]
      : undefined,
  );
  return {
    ...(language === undefined ? {} : { language }),
    ...(json === undefined ? {} : { json }),
    ...(maxWords === undefined ? {} : { maxWords }),
    mention: sentences.flatMap((text) => (isNegative(text) ? [] : mentionsIn(text))),
    never: sentences.flatMap((text) => (isNegative(text) ? quotedAfter(text, verbOfSaying) : [])),
    ...(closing === undefined ? {} : { closing }),
    ...(source === undefined ? {} : { source }),
    usesBullets: sentences.some(
      (text) => !isNegative(text) && /\bbullet|\bas a list\b/i.test(text),
    ),
    greetsByName: sentences.some(
      (text) => !isNegative(text) && /\b(?:greet|address)\w*\b.{0,60}\bname\b/i.test(text),
    ),
    promisesNothing: sentences.some(
      (text) => isNegative(text) && /\b(?:promis|commit|guarant)\w*\b|\bamounts?\b/i.test(text),
    ),
    ...(startWith === undefined ? {} : { startWith }),
  };
}

const verbOfSaying = /\b(?:mention|use|say|write|name|include|refer to)(?:ing)?\b/i;

function isNegative(text: string): boolean {
  return /\b(?:never|not|don['’]t|avoid|without)\b/i.test(text);
}

function first<T>(texts: readonly string[], read: (text: string) => T | undefined): T | undefined {
  for (const text of texts) {
    const found = read(text);
    if (found !== undefined) return found;
  }
  return undefined;
}

function languageIn(text: string): 'customer' | LanguageCode | undefined {
  if (/\bsame language\b/i.test(text)) return 'customer';
  if (
    /\b(?:customer|user|person|client|visitor|guest)(?:['’]?s|s['’])? (?:own |native )?language\b/i.test(
      text,
    )
  )
    return 'customer';
  if (
    /\blanguage (?:of|that|which|in which|used by|spoken by)?\s?(?:the |a |your )?(?:last )?(?:customer|user|person|client|visitor|guest|message|question)/i.test(
      text,
    )
  ) {
    return 'customer';
  }
  if (
    isNegative(text) ||
    !/\b(?:reply|answer|respond|write|speak|always|only|language)\b/i.test(text)
  )
    return undefined;
  const lower = text.toLowerCase();
  return languageNames.find(([, name]) =>
    new RegExp(`\\b(?:in|language:?|only|auf) ${name}\\b`).test(lower),
  )?.[0];
}

function maxWordsIn(text: string): number | undefined {
  const limit =
    /\b(?:at most|maximum(?: of)?|max\.?|no more than|not more than|up to|under|below|fewer than|less than|within|limit of|longer than|exceed(?:ing)?)\s+(\d{1,5})\s+words?\b/i.exec(
      text,
    ) ?? /\b(\d{1,5})\s+words?\s+(?:at most|or (?:less|fewer)|maximum)\b/i.exec(text);
  if (limit === null) return undefined;
  const words = Number(limit[1]);
  return /\b(?:under|below|fewer than|less than)\b/i.test(limit[0])
    ? Math.max(1, words - 1)
    : Math.max(1, words);
}

function closingIn(text: string): { readonly text?: string } | undefined {
  if (isNegative(text)) return undefined;
  const end = /\b(?:clos(?:e|ing)|end|finish|sign off)\b/i;
  if (!end.test(text)) return undefined;
  const quoted = quotedAfter(text, end)[0];
  if (quoted !== undefined) return { text: quoted };
  return /\b(?:polite|friendly|kind|courteous|warm|closing|greeting|regards)/i.test(text)
    ? {}
    : undefined;
}

function sourceIn(text: string): string | undefined {
  if (isNegative(text) || !/\b(?:cite|citing|source|reference)\b/i.test(text)) return undefined;
  return /\[([A-Z]{1,6})-/.exec(text)?.[1] ?? 'HC';
}

function mentionsIn(text: string): readonly string[] {
  const quoted = /\b(?:mention|include)\b/i.test(text)
    ? quotedAfter(text, /\b(?:mention|include)\b/i)
    : [];
  if (quoted.length > 0) return quoted;
  const name = /\bmention\s+(?:the\s+)?(?:[a-z]+\s+)?([A-Z0-9][\w-]*(?: [A-Z0-9][\w-]*)*)/.exec(
    text,
  )?.[1];
  return name === undefined ? [] : [name];
}

/** Texts in quotation marks after a word. */
function quotedAfter(text: string, word: RegExp): readonly string[] {
  const at = text.search(word);
  if (at < 0) return [];
  const found = text
    .slice(at)
    .matchAll(
      /"([^"]{1,200})"|“([^”]{1,200})”|`([^`]{1,200})`|(?<!\w)'([^']{1,200})'(?!\w)|„([^“”]{1,200})[“”]/g,
    );
  return [...found].map((match) => match.slice(1).find((group) => group !== undefined) ?? '');
}

/** Members of a JSON reply: from the request's schema, an example object, or a list of keys. */
function jsonMembers(
  lines: readonly string[],
  responseFormat: JsonValue | undefined,
): readonly JsonMember[] | undefined {
  const properties = memberAt(responseFormat, 'json_schema', 'schema', 'properties');
  if (properties !== null && typeof properties === 'object') {
    return Object.entries(properties).map(([name, schema]) => ({ name, schema }));
  }
  const type = member(responseFormat, 'type');
  const at = lines.findIndex(
    (line) => /\bJSON\b/.test(line) && !/\b(?:no|never|not|without)\b/i.test(line),
  );
  if (at < 0)
    return type === 'json_object' || type === 'json_schema' ? [{ name: 'reply' }] : undefined;
  const near = lines
    .slice(at, at + 15)
    .join('\n')
    .slice(0, 4_000);
  const example = [...near.matchAll(/"([\w-]{1,60})"\s*:/g)].map((match) => match[1] ?? '');
  const listed =
    /\b(?:keys?|fields?|members?|properties)\b:?\s+([^\n.]{1,300})/i.exec(near)?.[1] ?? '';
  const names = example.length > 0 ? example : namesIn(listed);
  return (names.length > 0 ? [...new Set(names)] : ['reply']).map((name) => ({ name }));
}

function namesIn(list: string): readonly string[] {
  const quoted = [...list.matchAll(/["'`“]([\w-]{1,60})["'`”]/g)].map((match) => match[1] ?? '');
  if (quoted.length > 0) return quoted;
  return list
    .split(/,|\band\b/)
    .map((name) => name.trim())
    .filter((name) => /^[\w-]{1,60}$/.test(name));
}

/** Values that a schema allows, for members with a fixed choice. */
export function choicesOf(schema: unknown): readonly unknown[] {
  return listOf(member(schema, 'enum'));
}
