import type { JsonObject } from '../json.ts';
import { parseLanguage } from '../metrics/language/languageNames.ts';
import { escaped, numberOf, numberPattern } from './words.ts';

/** What a rule makes of an instruction. */
export interface RuleResult {
  readonly name: string;
  readonly type: string;
  readonly parameters: JsonObject;
}

type Rule = (sentence: string) => RuleResult | undefined;

/** The metrics that check an instruction without a model; several where it asks for several things. */
export function metricsForInstruction(sentence: string): readonly RuleResult[] {
  return rules.flatMap((rule) => rule(sentence) ?? []);
}

const negation = /\b(?:never|not|don't|do not|must not|mustn't|avoid|without|no)\b/i;

/** Words for speaking: reply, answer, ... */
const speak = '(?:reply|respond|answer|write|speak|communicate|converse|return|output)';

/** Who writes to a bot, in the words of prompts, or what is written. */
const writers =
  'customer|user|client|guest|visitor|reader|caller|person|sender|writer|shopper|buyer|patient|student|learner|member|employee|player|traveller|traveler|question|message|request';

/** `in the language of the visitor`, `in the visitor's own language`: the group that matched says whose. */
const asksForTheirLanguage = new RegExp(
  `\\b(?:in|use|match|keep(?:\\s+to)?|mirror|stick to)\\s+(?:the\\s+)?(?:same\\s+)?(?:(${writers})(?:'s|’s|s'|s’)\\s+(?:own\\s+)?language|language\\s+(?:of|that)\\s+the\\s+(${writers}))`,
  'i',
);

const customersLanguage: Rule = (sentence) => {
  const match = asksForTheirLanguage.exec(sentence);
  if (match === null && !/\bsame\s+language\s+(?:as|the)\b/i.test(sentence)) return undefined;
  if (/\b(?:never|do not|don't)\b/i.test(sentence)) return undefined;
  const writer = (match?.[1] ?? match?.[2] ?? 'customer').toLowerCase();
  return {
    name: `Replies in the ${writer}'s language`,
    type: 'language',
    parameters: { 'same-as': 'last-user-message', 'apply-to': 'every-turn' },
  };
};

/** `in German`, `only in formal British English`. Group 1: the words after `in`. */
const inLanguage = new RegExp(
  `\\b${speak}\\b[^.]{0,40}?\\bin\\s+((?:\\p{L}+[\\s,.]*){1,4})`,
  'giu',
);

const fixedLanguage: Rule = (sentence) => {
  if (negation.test(sentence)) return undefined;
  for (const [, words = ''] of sentence.matchAll(inLanguage))
    for (const word of words.split(/[\s,.]+/)) {
      // Lower case would take `in plain text` or `in the end` for names.
      if (!/^\p{Lu}\p{L}{3,}$/u.test(word) || parseLanguage(word).language === undefined) continue;
      return {
        name: `Replies in ${word}`,
        type: 'language',
        parameters: { is: word, 'apply-to': 'every-turn' },
      };
    }
  return undefined;
};

const units: Readonly<Record<string, string>> = {
  word: 'words',
  sentence: 'sentences',
  paragraph: 'paragraphs',
  character: 'characters',
  line: 'lines',
};

const unitPattern = '(word|sentence|paragraph|character|line)s?';
/** Groups: 1 the number, 2 the unit. */
const atMost = new RegExp(
  `\\b(?:at most|no more than|not more than|up to|maximum(?: of)?|max\\.?|under|below|fewer than|less than|within|limit(?:ed)? (?:\\S+ ){0,4}?to|shorter than|not exceed|exceed(?:ing)?)\\s+(?:a maximum of\\s+)?${numberPattern}\\s+${unitPattern}\\b`,
  'i',
);
const atLeast = new RegExp(
  `\\b(?:at least|minimum(?: of)?|min\\.?|no fewer than|more than)\\s+${numberPattern}\\s+${unitPattern}\\b`,
  'i',
);
const between = new RegExp(
  `\\b(?:between\\s+)?${numberPattern}\\s*(?:-|–|to|and)\\s*${numberPattern}\\s+${unitPattern}\\b`,
  'i',
);
const exactly = new RegExp(
  `\\b(?:exactly|in|with|of|use|write|answer)\\s+(?:just\\s+|only\\s+)?(?:a single\\s+|${numberPattern}\\s+(?:short\\s+)?)${unitPattern}\\b`,
  'i',
);

/** A lower bound that is forbidden is an upper one: `Don't write more than 100 words`. Groups: 1 the number, 2 the unit. */
const forbiddenMore = new RegExp(
  `\\b(?:never|not|don't)\\b[^.]{0,40}?\\b(?:more|longer) than\\s+${numberPattern}\\s+${unitPattern}\\b`,
  'i',
);

const length: Rule = (sentence) => {
  const range = between.exec(sentence);
  if (range !== null) return lengthMetric(range[3], numberOf(range[1]), numberOf(range[2]));
  const most = forbiddenMore.exec(sentence) ?? atMost.exec(sentence);
  if (most !== null) return lengthMetric(most[2], undefined, numberOf(most[1]));
  const least = atLeast.exec(sentence);
  if (least !== null) return lengthMetric(least[2], numberOf(least[1]), undefined);
  const exact = exactly.exec(sentence);
  if (exact === null || negation.test(sentence)) return undefined;
  const count = exact[1] === undefined ? 1 : numberOf(exact[1]);
  const isStrict = /\bexactly|\bonly|\bjust|\bsingle/i.test(exact[0]);
  return lengthMetric(exact[2], isStrict ? count : undefined, count);
};

function lengthMetric(
  unit: string | undefined,
  min: number | undefined,
  max: number | undefined,
): RuleResult | undefined {
  const name = units[unit?.toLowerCase() ?? ''];
  if (name === undefined || (min === undefined && max === undefined)) return undefined;
  const limit =
    min === undefined
      ? `At most ${max}`
      : max === undefined
        ? `At least ${min}`
        : min === max
          ? `Exactly ${min}`
          : `${min} to ${max}`;
  const counted = max === 1 || (max === undefined && min === 1) ? name.slice(0, -1) : name;
  return {
    name: `${limit} ${counted}`,
    type: 'length',
    parameters: {
      unit: name,
      ...(min !== undefined && { min }),
      ...(max !== undefined && { max }),
    },
  };
}

/** `keys a, b and c`. Group 1: the list. */
const keyList =
  /\b(?:keys?|fields?|properties|property)\b\s*(?:named|called)?:?\s*((?:["'`]?[A-Za-z_][\w-]*["'`]?(?:\s*,\s*(?:and\s+)?|\s+and\s+)?)+)/i;

const jsonReply: Rule = (sentence): RuleResult | undefined => {
  const isAsked =
    new RegExp(`\\b(?:${speak}|format|give|produce|provide)\\b[^.]*\\bJSON\\b`, 'i').test(
      sentence,
    ) || /\bJSON (?:object|only|format)\b/i.test(sentence);
  if (!isAsked || /\b(?:never|do not|don't|no)\b[^.]*\bJSON\b/i.test(sentence)) return undefined;
  const list = keyList.exec(sentence)?.[1] ?? '';
  const quotedKeys = [...list.matchAll(/["'`]([A-Za-z_][\w-]*)["'`]/g)].map(([, key]) => key);
  // Where names are in quotation marks, other words are none: `"a" and "b", nothing else`.
  const keys = (quotedKeys.length > 0 ? quotedKeys.join(',') : list)
    .split(/\s*,\s*(?:and\s+)?|\s+and\s+/)
    .map((key) => key.replace(/["'`]/g, '').trim())
    .filter(
      (key) => /^[A-Za-z_][\w-]*$/.test(key) && !/^(?:and|the|a|nothing|only|no|else)$/i.test(key),
    );
  if (keys.length === 0) return { name: 'Is valid JSON', type: 'json', parameters: {} };
  return {
    name: `Is JSON with ${keys.join(', ')}`,
    type: 'json',
    parameters: { schema: { type: 'object', required: [...new Set(keys)] } },
  };
};

/** A quoted text, or a variable. Group 1 to 4: the text by its quotation marks, 5: the variable. */
const quoted = /“([^”]+)”|"([^"]+)"|'([^']{2,})'(?![a-z])|`([^`]+)`|(\{\{\s*[\w.-]+\s*\}\})/;

function quotedText(sentence: string): string | undefined {
  return quoted
    .exec(sentence)
    ?.slice(1)
    .find((group) => group !== undefined);
}

const startsWith: Rule = (sentence) => {
  if (!/\b(?:start|begin|open)\b[^.]*\bwith\b/i.test(sentence) || negation.test(sentence)) return;
  const value = quotedText(sentence);
  return value === undefined
    ? undefined
    : { name: `Begins with “${value}”`, type: 'starts-with', parameters: { value } };
};

const endsWith: Rule = (sentence) => {
  if (!/\b(?:end|close|finish|conclude|sign off)\b[^.]*\bwith\b/i.test(sentence)) return;
  if (negation.test(sentence)) return;
  const value = quotedText(sentence);
  return value === undefined
    ? undefined
    : { name: `Ends with “${value}”`, type: 'ends-with', parameters: { value } };
};

const mentions: Rule = (sentence) => {
  if (
    !/\b(?:mention|include|say|contain|name|refer to|use the (?:word|phrase|name))\b/i.test(
      sentence,
    )
  )
    return undefined;
  if (negation.test(sentence) || /\bJSON\b/.test(sentence)) return undefined;
  const value = quotedText(sentence);
  return value === undefined
    ? undefined
    : { name: `Mentions ${value}`, type: 'contains', parameters: { value } };
};

const forbids = /\b(?:never|do not|don't|must not|mustn't|avoid|refrain from|not allowed to)\b/i;
const forbiddenVerbs =
  /\b(?:mention(?:ing)?|say(?:ing)?|use|using|include|including|promis(?:e|ing)|offer(?:ing)?|guarantee(?:ing)?|recommend(?:ing)?|name|naming)\s+(?:(?:a|an|any|the|our|your|words? like|the words?|phrases? like)\s+)*([\p{L}][\p{L}-]{3,})/iu;
/** Nouns too general to be looked for in a reply. */
const vague = new Set(
  'emoji emojis competitor competitors bullet bullets jargon that this these those their them they anything something things words word phrases phrase information language customer customers user users more than names name first last full other others personal'.split(
    ' ',
  ),
);

const excludes: Rule = (sentence) => {
  if (!forbids.test(sentence)) return undefined;
  const value = quotedText(sentence);
  if (value !== undefined && !value.startsWith('{{'))
    return { name: `Never says “${value}”`, type: 'excludes', parameters: { value } };
  const noun = forbiddenVerbs.exec(sentence)?.[1]?.toLowerCase();
  if (noun === undefined || vague.has(noun) || value !== undefined) return undefined;
  const stem = noun.endsWith('s') && !noun.endsWith('ss') ? noun.slice(0, -1) : noun;
  return { name: `Never says “${stem}”`, type: 'excludes', parameters: { value: stem } };
};

/** An example with digits, e.g. `[KB-104]` or `INV-2024`. */
const exampleCode = /(\[[A-Za-z]{1,8}[-_ ]?\d{1,8}\]|\b[A-Z]{2,8}[-_]\d{2,8}\b)/;

const codes: Rule = (sentence) => {
  const example = exampleCode.exec(sentence)?.[1];
  if (example === undefined || negation.test(sentence)) return undefined;
  const pattern = escaped(example).replace(/\d+/g, '\\d+');
  return { name: `Has a reference like ${example}`, type: 'matches', parameters: { pattern } };
};

/** The closings of letters in the languages of the many; whoever needs others adds them. */
const closings =
  '(regards|sincerely|best wishes|Grüße|Grüßen|cordialement|saludos?|saluti|groet(en)?|cumprimentos|pozdrawiam)';

const politeClosing: Rule = (sentence) => {
  if (!/\b(?:close|end|finish|sign off)\b[^.]*\b(?:politely|kindly|courteously)\b/i.test(sentence))
    return undefined;
  return {
    name: 'Closes politely',
    type: 'matches',
    parameters: { pattern: `${closings},?\\s*[^\\n]*\\s*$`, flags: 'i' },
  };
};

const emoji: Rule = (sentence) => {
  if (!/\bemojis?\b/i.test(sentence) || !negation.test(sentence)) return undefined;
  return {
    name: 'Has no emoji',
    type: 'matches',
    parameters: { pattern: '\\p{Extended_Pictographic}', flags: 'u', negate: true },
  };
};

const exclamation: Rule = (sentence) =>
  /\bexclamation (?:marks?|points?)\b/i.test(sentence) && negation.test(sentence)
    ? {
        name: 'Has no exclamation mark',
        type: 'matches',
        parameters: { pattern: '[!！]', negate: true },
      }
    : undefined;

/** Group 1: the number of bullet points at most. */
const mostBullets = new RegExp(
  `\\b(?:at most|no more than|up to|maximum of)\\s+${numberPattern}\\s+bullet`,
  'i',
);

const bullets: Rule = (sentence) => {
  if (!/\b(?:bullet(?:ed)?(?: points?| lists?)?|bullets)\b/i.test(sentence)) return undefined;
  const most = numberOf(mostBullets.exec(sentence)?.[1]);
  const [name, limits] =
    most !== undefined
      ? [`At most ${most} bullet points`, { max: most }]
      : negation.test(sentence)
        ? ['Has no bullet points', { exactly: 0 }]
        : ['Uses bullet points', { min: 1 }];
  return { name, type: 'markdown-shape', parameters: { element: 'bullet', ...limits } };
};

const letters: Rule = (sentence) => {
  const isLower = /\b(?:all|only|entirely|in)\s+(?:in\s+)?lower\s?-?case\b/i.test(sentence);
  const isUpper =
    /\b(?:all|only|entirely|in)\s+(?:in\s+)?(?:upper\s?-?case|capitals|capital letters)\b/i.test(
      sentence,
    );
  if (isLower === isUpper) return undefined;
  const isNegated = negation.test(sentence);
  const word = isLower ? 'lower' : 'upper';
  return {
    name: isNegated ? `Is not all ${word} case` : `Is all ${word} case`,
    type: 'letter-case',
    parameters: { case: word, ...(isNegated && { negate: true }) },
  };
};

const rules: readonly Rule[] = [
  customersLanguage,
  fixedLanguage,
  length,
  jsonReply,
  startsWith,
  endsWith,
  mentions,
  excludes,
  codes,
  politeClosing,
  emoji,
  exclamation,
  bullets,
  letters,
];
