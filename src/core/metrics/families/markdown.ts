import * as z from 'zod';
import { commonKeys, defineMetric } from '../define.ts';
import { checkLimits, closeness, countSentence, isWithin, limitKeys } from '../limits.ts';
import { graded } from '../outcome.ts';
import { readingKey } from '../reading.ts';
import { findElements, type MarkdownElement } from '../text/markdown.ts';

const element = z.enum([
  'heading',
  'bullet',
  'numbered-item',
  'table',
  'code-block',
  'link',
  'highlight',
  'quote',
  'rule',
]);

export const markdownShape = defineMetric({
  type: 'markdown-shape',
  summary:
    'The reply has so many headings, list items, tables, code blocks, links or highlighted passages.',
  zero: 'Far from the limits.',
  one: 'Within the limits; between: the nearest allowed number divided by the number found, or the other way round.',
  parameters: z
    .strictObject({
      element: element.describe(
        'What is counted. `highlight` is text in `*` or `_`, single or double; `rule` is a line of `---`.',
      ),
      ...limitKeys,
      reading: readingKey(
        'as Markdown is read: nothing inside code counts, and a rule or a pair of `**` is no bullet.',
        'a bullet is any line that begins with `-`, or with `*` and another character; a highlight is any passage of one line ' +
          'between `*` or between `**`. The other elements are read as in `careful`.',
      ),
      ...commonKeys,
    })
    .check(checkLimits),
  examples: [
    {
      metric: { type: 'markdown-shape', element: 'bullet', exactly: 2 },
      output: 'So:\n- a\n* b\n---',
      passes: true,
    },
    {
      metric: { type: 'markdown-shape', element: 'bullet', exactly: 2, reading: 'simple' },
      output: 'So:\n- a\n* b\n---',
      passes: false,
      note: 'Read simply, the rule is a bullet too.',
    },
    {
      metric: { type: 'markdown-shape', element: 'heading', min: 1 },
      output: 'No heading.',
      passes: false,
    },
    {
      metric: { type: 'markdown-shape', element: 'highlight', min: 1 },
      output: 'It is **new**.',
      passes: true,
    },
  ],
  acceptsEmpty: (limits) => limits.exactly === 0,
  judge({ text }, parameters) {
    const marks = findElements(text, parameters.element, parameters.reading);
    const [noun, plural] = NOUNS[parameters.element];
    return graded(
      closeness(marks.length, parameters),
      isWithin(marks.length, parameters),
      countSentence(marks.length, parameters, noun, plural),
      marks,
    );
  },
});

const NOUNS: Readonly<Record<MarkdownElement, readonly [string, string]>> = {
  heading: ['heading', 'headings'],
  bullet: ['bullet point', 'bullet points'],
  'numbered-item': ['numbered item', 'numbered items'],
  table: ['table', 'tables'],
  'code-block': ['code block', 'code blocks'],
  link: ['link', 'links'],
  highlight: ['highlighted passage', 'highlighted passages'],
  quote: ['quotation', 'quotations'],
  rule: ['rule', 'rules'],
};
