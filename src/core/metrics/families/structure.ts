import * as z from 'zod';
import { commonKeys, defineMetric } from '../define.ts';
import { checkLimits, closeness, countSentence, isWithin, limitKeys } from '../limits.ts';
import { graded, type Mark, verdict } from '../outcome.ts';
import { readingKey } from '../reading.ts';
import { allLines } from '../text/lines.ts';
import { escapePattern } from '../textMatch.ts';
import { quote } from '../wording.ts';

export const sections = defineMetric({
  type: 'sections',
  summary: 'The reply has so many numbered sections that begin with a word, such as “Section 1”.',
  zero: 'Far from the limits.',
  one: 'Within the limits; between: the nearest allowed number divided by the number found, or the other way round.',
  parameters: z
    .strictObject({
      word: z.string().min(1).describe('The word before the number, e.g. `Section`. Case matters.'),
      ...limitKeys,
      reading: readingKey(
        'the word and number stand at the beginning of a line (after marks such as `#` or `**`), and each number counts once.',
        'the word and a number stand anywhere, even inside a sentence.',
      ),
      ...commonKeys,
    })
    .check(checkLimits),
  examples: [
    {
      metric: { type: 'sections', word: 'Section', exactly: 2 },
      output: '# Section 1\nAs Section 2 shows\n**Section 2**: ...',
      passes: true,
    },
    { metric: { type: 'sections', word: 'Day', min: 2 }, output: 'Day 1: rest', passes: false },
  ],
  acceptsEmpty: (limits) => limits.exactly === 0,
  judge({ text }, parameters) {
    const word = escapePattern(parameters.word.trim());
    const marks: Mark[] = [];
    if (parameters.reading === 'simple')
      for (const match of text.matchAll(new RegExp(`${word}\\s?\\p{Nd}+`, 'gu')))
        marks.push({ start: match.index, end: match.index + match[0].length });
    else {
      const seen = new Set<string>();
      const label = new RegExp(`^[\\s#>*_-]*(${word}\\s?(\\p{Nd}+))(?![\\p{L}\\p{N}])`, 'u');
      for (const { start, end } of allLines(text)) {
        const match = label.exec(text.slice(start, end));
        const [all, shown, number] = match ?? [];
        if (all === undefined || shown === undefined || number === undefined || seen.has(number))
          continue;
        seen.add(number);
        marks.push({ start: start + all.length - shown.length, end: start + all.length });
      }
    }
    const name = quote(parameters.word);
    return graded(
      closeness(marks.length, parameters),
      isWithin(marks.length, parameters),
      countSentence(marks.length, parameters, `section marked ${name}`, `sections marked ${name}`),
      marks,
    );
  },
});

const BRACKETS = {
  square: /\[([^[\]\n]*)\]/gu,
  curly: /(?<!\{)\{+([^{}\n]*)\}+/gu,
  angle: /<([^<>\n]*)>/gu,
};

export const placeholders = defineMetric({
  type: 'placeholders',
  summary: 'The reply has so many placeholders such as [name], for a reader to fill in.',
  zero: 'Far from the limits.',
  one: 'Within the limits; between: the nearest allowed number divided by the number found, or the other way round.',
  parameters: z
    .strictObject({
      brackets: z.enum(['square', 'curly', 'angle']).default('square').describe('Their brackets.'),
      ...limitKeys,
      reading: readingKey(
        'there is a word inside; Markdown links, footnotes (`[1]`) and check boxes (`[ ]`, `[x]`) are none.',
        'any pair of brackets on one line counts.',
      ),
      ...commonKeys,
    })
    .check(checkLimits),
  examples: [
    {
      metric: { type: 'placeholders', min: 2 },
      output: 'Dear [name], on [date] we met.',
      passes: true,
    },
    { metric: { type: 'placeholders', max: 0 }, output: 'Dear [Your Name],', passes: false },
    {
      metric: { type: 'placeholders', max: 0 },
      output: 'See [the page](https://a.example).',
      passes: true,
    },
    {
      metric: { type: 'placeholders', max: 0, reading: 'simple' },
      output: 'See [the page](https://a.example).',
      passes: false,
    },
  ],
  acceptsEmpty: (limits) => limits.exactly === 0,
  judge({ text }, parameters) {
    const marks =
      parameters.reading === 'simple'
        ? bracketPairs(text, SIMPLE_BRACKETS[parameters.brackets])
        : [...text.matchAll(BRACKETS[parameters.brackets])].flatMap((match) => {
            const end = match.index + match[0].length;
            const inner = match[1]?.trim() ?? '';
            const isWord = /\p{L}/u.test(inner) && !/^[xX]$/.test(inner) && !inner.startsWith('^');
            return isWord && !/[(:[]/.test(text[end] === ':' ? '' : (text[end] ?? ''))
              ? [{ start: match.index, end }]
              : [];
          });
    return graded(
      closeness(marks.length, parameters),
      isWithin(marks.length, parameters),
      countSentence(marks.length, parameters, 'placeholder'),
      marks,
    );
  },
});

const SIMPLE_BRACKETS = { square: '[]', curly: '{}', angle: '<>' };

/** From each opening bracket to the next closing one of its line. Linear, unlike the obvious expression. */
function bracketPairs(text: string, [open, close]: string): Mark[] {
  const marks: Mark[] = [];
  let start = -1;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '\n') start = -1;
    else if (char === open && start < 0) start = i;
    else if (char === close && start >= 0) {
      marks.push({ start, end: i + 1 });
      start = -1;
    }
  }
  return marks;
}

/** Opening marks and what closes them; several languages close with what others open with. */
const QUOTES: Readonly<Record<string, string>> = {
  '"': '"',
  '“': '”',
  '„': '“”',
  '”': '”',
  '«': '»',
  '»': '«»',
  '「': '」',
  '『': '』',
  '‘': '’',
  '‚': '‘’',
  "'": "'",
};

export const quotation = defineMetric({
  type: 'quotation',
  summary: 'The whole reply stands in quotation marks.',
  zero: 'It does not.',
  one: 'It does.',
  parameters: z.strictObject({
    marks: z
      .enum(['any', 'straight'])
      .default('any')
      .describe(
        'Whether marks of any language will do (“ ”, „ “, « », 「 」), or only the straight double ones.',
      ),
    ...commonKeys,
  }),
  examples: [
    { metric: { type: 'quotation' }, output: '“All is well.”', passes: true },
    { metric: { type: 'quotation', marks: 'straight' }, output: '“All is well.”', passes: false },
    { metric: { type: 'quotation' }, output: 'He said "no".', passes: false },
  ],
  judge({ text }, parameters) {
    const start = text.length - text.trimStart().length;
    const end = text.trimEnd().length;
    const first = text[start] ?? '';
    const last = text[end - 1] ?? '';
    const closing =
      parameters.marks === 'straight' ? (first === '"' ? '"' : '') : (QUOTES[first] ?? '');
    const passed = end - start > 1 && closing.includes(last);
    return passed
      ? verdict(true, 'The reply stands in quotation marks.', [
          { start, end: start + 1 },
          { start: end - 1, end },
        ])
      : verdict(
          false,
          `The reply begins with ${quote(first)} and ends with ${quote(last)}, not with quotation marks.`,
          [closing === '' ? { start, end: start + 1 } : { start: end - 1, end }],
        );
  },
});

export const title = defineMetric({
  type: 'title',
  summary: 'The reply has a title in double angle brackets or as a Markdown heading.',
  zero: 'It has none.',
  one: 'It has one.',
  parameters: z.strictObject({
    style: z
      .enum(['angle-brackets', 'heading', 'any'])
      .default('any')
      .describe('`<<Title>>`, a Markdown heading of the first level, or either.'),
    where: z
      .enum(['first-line', 'anywhere'])
      .default('anywhere')
      .describe('Whether the title must be the first line that is not blank.'),
    ...commonKeys,
  }),
  examples: [
    {
      metric: { type: 'title', style: 'angle-brackets' },
      output: 'Here:\n<<Of Mice>>',
      passes: true,
    },
    { metric: { type: 'title', where: 'first-line' }, output: 'Here:\n# Of Mice', passes: false },
    { metric: { type: 'title' }, output: '<< >>', passes: false },
  ],
  judge({ text }, { style, where }) {
    const lines = allLines(text).filter(({ start, end }) => text.slice(start, end).trim() !== '');
    for (const { start, end } of where === 'first-line' ? lines.slice(0, 1) : lines) {
      const line = text.slice(start, end);
      const found =
        (style === 'heading' ? undefined : angleTitle(line)) ??
        (style === 'angle-brackets' ? undefined : headingTitle(line));
      if (found)
        return verdict(true, `The title is ${quote(line.slice(found.start, found.end))}.`, [
          { start: start + found.start, end: start + found.end },
        ]);
    }
    const place = where === 'first-line' ? 'The first line is no title' : 'No title was found';
    return verdict(false, `${place}${style === 'angle-brackets' ? ' in << >>' : ''}.`);
  },
});

function angleTitle(line: string): Mark | undefined {
  const start = line.indexOf('<<');
  const end = line.lastIndexOf('>>');
  if (start < 0 || end < start + 3) return undefined;
  const inner = line.slice(start, end + 2).replace(/^<+|>+$/g, '');
  return inner.trim() === '' ? undefined : { start, end: end + 2 };
}

function headingTitle(line: string): Mark | undefined {
  return /^ {0,3}#\s+\S/.test(line) ? { start: 0, end: line.length } : undefined;
}
