import type { JsonObject, JsonValue } from '../../src/core/json.ts';

/** An instruction of IFEval: its id and arguments, as in the data. */
export interface Instruction {
  readonly id: string;
  readonly args: JsonObject;
}

/** A metric as a suite has it, without an id. */
export interface TranslatedMetric {
  readonly type: string;
  readonly parameters: JsonObject;
}

/** The 25 kinds of instruction that have a translation. */
export const instructionIds = (): readonly string[] => Object.keys(translations);

/**
 * The metric that asks what an instruction asks, in the official reading where ours differs.
 * @throws {Error} when the id is unknown or an argument is missing
 */
export function translate({ id, args }: Instruction): TranslatedMetric {
  const translation = Object.hasOwn(translations, id) ? translations[id] : undefined;
  if (translation === undefined) throw new Error(`Unknown instruction id '${id}'.`);
  const { type, ...parameters } = translation(new Arguments(id, args));
  return { type, parameters };
}

class Arguments {
  private readonly id: string;
  private readonly values: JsonObject;

  constructor(id: string, values: JsonObject) {
    this.id = id;
    this.values = values;
  }

  text(name: string): string {
    const value = this.values[name];
    return typeof value === 'string' ? value : this.missing(name, 'a text');
  }

  number(name: string): number {
    const value = this.values[name];
    return typeof value === 'number' ? value : this.missing(name, 'a number');
  }

  texts(name: string): readonly JsonValue[] {
    const value = this.values[name];
    return Array.isArray(value) ? value : this.missing(name, 'a list');
  }

  /** `at least` N or `less than` N as limits. */
  limits(relation: string, count: string): JsonObject {
    const n = this.number(count);
    switch (this.text(relation)) {
      case 'at least':
        return { min: n };
      case 'less than':
        return { max: n - 1 };
      default:
        return this.missing(relation, '`at least` or `less than`');
    }
  }

  private missing(name: string, what: string): never {
    throw new Error(`Instruction '${this.id}' needs ${what} as '${name}'.`);
  }
}

type Metric = JsonObject & { readonly type: string };

const english: Metric = { type: 'language', is: 'en', 'when-unknown': 'guess' };

const translations: Readonly<Record<string, (args: Arguments) => Metric>> = {
  'change_case:capital_word_frequency': (args) => ({
    type: 'capital-words',
    reading: 'simple',
    ...args.limits('capital_relation', 'capital_frequency'),
  }),
  'change_case:english_capital': () => ({
    type: 'all-of',
    metrics: [{ type: 'letter-case', case: 'upper' }, english],
  }),
  'change_case:english_lowercase': () => ({
    type: 'all-of',
    metrics: [{ type: 'letter-case', case: 'lower' }, english],
  }),
  'combination:repeat_prompt': (args) => ({
    type: 'starts-with',
    value: args.text('prompt_to_repeat').trim(),
    'ignore-case': true,
  }),
  'combination:two_responses': () => ({
    type: 'parts',
    separator: '******',
    exactly: 2,
    blank: 'fail-inside',
    distinct: true,
  }),
  'detectable_content:number_placeholders': (args) => ({
    type: 'placeholders',
    min: args.number('num_placeholders'),
    reading: 'simple',
  }),
  'detectable_content:postscript': (args) => {
    const marker = args.text('postscript_marker');
    const patterns: Readonly<Record<string, string>> = {
      'P.S.': 'p\\.\\s?s\\.',
      'P.P.S': 'p\\.\\s?p\\.\\s?s',
    };
    return { type: 'matches', pattern: patterns[marker] ?? escaped(marker), flags: 'i' };
  },
  'detectable_format:constrained_response': () => ({
    type: 'contains',
    values: ['My answer is yes.', 'My answer is no.', 'My answer is maybe.'],
    require: 'any',
  }),
  'detectable_format:json_format': () => ({ type: 'json', 'code-fence': true, 'allow-nan': true }),
  'detectable_format:multiple_sections': (args) => ({
    type: 'sections',
    word: args.text('section_spliter'),
    min: args.number('num_sections'),
    reading: 'simple',
  }),
  'detectable_format:number_bullet_lists': (args) => ({
    type: 'markdown-shape',
    element: 'bullet',
    exactly: args.number('num_bullets'),
    reading: 'simple',
  }),
  'detectable_format:number_highlighted_sections': (args) => ({
    type: 'markdown-shape',
    element: 'highlight',
    min: args.number('num_highlights'),
    reading: 'simple',
  }),
  'detectable_format:title': () => ({ type: 'title', style: 'angle-brackets' }),
  'keywords:existence': (args) => ({
    type: 'contains',
    values: args.texts('keywords'),
    'ignore-case': true,
  }),
  'keywords:forbidden_words': (args) => ({
    type: 'excludes',
    values: args.texts('forbidden_words'),
    'ignore-case': true,
    'whole-words': true,
  }),
  'keywords:frequency': (args) => ({
    type: 'count',
    value: args.text('keyword'),
    'ignore-case': true,
    ...args.limits('relation', 'frequency'),
  }),
  'keywords:letter_frequency': (args) => ({
    type: 'count',
    value: args.text('letter'),
    'ignore-case': true,
    ...args.limits('let_relation', 'let_frequency'),
  }),
  'language:response_language': (args) => ({
    type: 'language',
    is: args.text('language'),
    'when-unknown': 'guess',
  }),
  'length_constraints:nth_paragraph_first_word': (args) => ({
    type: 'parts',
    'separator-pattern': '\\n\\n',
    exactly: args.number('num_paragraphs'),
    part: args.number('nth_paragraph'),
    'first-word': args.text('first_word'),
    reading: 'simple',
  }),
  'length_constraints:number_paragraphs': (args) => ({
    type: 'parts',
    'separator-pattern': '\\s?\\*\\*\\*\\s?',
    exactly: args.number('num_paragraphs'),
    blank: 'fail-inside',
  }),
  'length_constraints:number_sentences': (args) => ({
    type: 'length',
    unit: 'sentences',
    reading: 'simple',
    ...args.limits('relation', 'num_sentences'),
  }),
  'length_constraints:number_words': (args) => ({
    type: 'length',
    unit: 'words',
    reading: 'simple',
    ...args.limits('relation', 'num_words'),
  }),
  'punctuation:no_comma': () => ({ type: 'excludes', value: ',' }),
  'startend:end_checker': (args) => ({
    type: 'ends-with',
    value: args.text('end_phrase').trim(),
    skip: '"',
    'ignore-case': true,
  }),
  'startend:quotation': () => ({ type: 'quotation', marks: 'straight' }),
};

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
