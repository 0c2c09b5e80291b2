import * as z from 'zod';
import { commonKeys, defineMetric } from '../define.ts';
import { graded, type Mark } from '../outcome.ts';
import type { Sample } from '../sample.ts';
import type { Target } from '../target.ts';
import { amount, list, quote } from '../wording.ts';

/** What can be made up: a pattern each, without groups. Bounded, so that they take linear time. */
const patterns = {
  /** Amounts with a currency sign, code or name before or after the number. */
  money:
    /(?:[$€£¥₹]|\b(?:USD|EUR|GBP|CHF|JPY|INR|PLN|SEK|NOK|DKK)\b)\s?\d[\d.,' ]{0,18}|\b\d[\d.,']{0,18}\s?(?:[$€£¥₹]|(?:USD|EUR|GBP|CHF|JPY|INR|PLN|SEK|NOK|DKK|dollars?|euros?|pounds?|francs?)\b)/giu,
  percent: /\b\d[\d.,]{0,12}\s?(?:%|percent\b|per cent\b|Prozent\b)/giu,
  date: /\b(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}(?:st|nd|rd|th|\.)?\s(?:January|February|March|April|May|June|July|August|September|October|November|December|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember)(?:\s\d{4})?|(?:January|February|March|April|May|June|July|August|September|October|November|December)\s\d{1,2}(?:st|nd|rd|th)?(?:,?\s\d{4})?)\b/giu,
  email: /\b[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,5}\b/giu,
  url: /\bhttps?:\/\/[^\s<>"')\]]{3,400}|\bwww\.[^\s<>"')\]]{3,400}/giu,
  phone: /(?<![\p{L}\p{N}])(?:\+|00|\()\d[\d ()/-]{6,18}\d|\b0\d{2,5}[ /-]\d[\d -]{4,14}\d\b/giu,
  number: /(?<![\p{L}\p{N}.,])\d[\d.,']{0,18}(?![\p{L}\p{N}])/giu,
} as const;

type Kind = keyof typeof patterns;
const kinds: readonly Kind[] = ['money', 'percent', 'date', 'email', 'url', 'phone', 'number'];

const nouns: Readonly<Record<Kind, string>> = {
  money: 'amount of money',
  percent: 'percentage',
  date: 'date',
  email: 'mail address',
  url: 'web address',
  phone: 'phone number',
  number: 'number',
};

export const grounded = defineMetric({
  type: 'grounded',
  summary:
    'Amounts, dates, addresses and the like in the reply occur in the prompt, in what the user said, or in a variable.',
  zero: 'None of them occurs there: the reply made them all up.',
  one: 'All of them occur there; between: the share of those that do.',
  parameters: z.strictObject({
    kinds: z
      .array(z.enum(kinds))
      .min(1)
      .default(['money', 'percent', 'date', 'email', 'url', 'phone'])
      .describe(
        'What is looked for: `money`, `percent`, `date`, `email`, `url`, `phone`, `number`.',
      ),
    allow: z
      .array(z.string().min(1))
      .optional()
      .describe('Texts that are fine wherever they come from, e.g. the address of the shop.'),
    ...commonKeys,
  }),
  examples: [
    {
      metric: { type: 'grounded', kinds: ['money'] },
      input: 'I paid $20. When do I get it back?',
      output: 'You get a refund of $50 today.',
      passes: false,
      note: '$50 was never mentioned.',
    },
    {
      metric: { type: 'grounded', kinds: ['money'] },
      input: 'I paid $20. When do I get it back?',
      output: 'Your $20.00 will be looked into.',
      passes: true,
    },
    {
      metric: { type: 'grounded' },
      input: 'How do I reach you?',
      output: 'Write to help@shop.example.',
      passes: false,
    },
  ],
  judge(target, parameters, sample) {
    const found = findingsIn(target.text, parameters.kinds);
    if (found.length === 0)
      return graded(
        1,
        true,
        `There is no ${list(
          parameters.kinds.map((kind) => nouns[kind]),
          'or',
        )} in it.`,
      );
    const context = contextOf(sample, target);
    const allowed = (parameters.allow ?? []).map(normalised);
    const known = new Set([
      ...findingsIn(context, parameters.kinds).map(({ text }) => normalised(text)),
      ...allowed,
    ]);
    const plain = normalised(context);
    const made = found.filter(({ text }) => {
      const value = normalised(text);
      return !known.has(value) && !plain.includes(value);
    });
    const value = (found.length - made.length) / found.length;
    if (made.length === 0)
      return graded(
        1,
        true,
        `${amount(found.length, 'detail', 'details')} of the reply can be found in the conversation.`,
      );
    const shown = [...new Set(made.map(({ text }) => quote(text)))].slice(0, 5);
    return graded(
      value,
      false,
      `${list(shown)} ${shown.length === 1 ? 'occurs' : 'occur'} neither in the prompt nor in what the user said.`,
      made.map(({ start, end, kind }): Mark => ({ start, end, label: `made-up ${nouns[kind]}` })),
    );
  },
});

interface Found {
  readonly kind: Kind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Every detail once: one that lies inside another (the number of an amount) belongs to that. */
function findingsIn(text: string, wanted: readonly Kind[]): readonly Found[] {
  const found: Found[] = [];
  for (const kind of kinds) {
    if (!wanted.includes(kind)) continue;
    for (const match of text.matchAll(patterns[kind])) {
      const trimmed = match[0].replace(/[\s.,;:!?']+$/u, '');
      const start = match.index;
      const end = start + trimmed.length;
      if (trimmed === '' || found.some((other) => start < other.end && other.start < end)) continue;
      found.push({ kind, text: trimmed, start, end });
    }
  }
  return found.toSorted((a, b) => a.start - b.start);
}

/** All that the reply could know: messages before it that the model did not write itself, and the variables. */
function contextOf(sample: Sample, target: Target): string {
  const before = sample.messages.slice(0, target.reply.messageIndex);
  const given = before.filter(({ role }) => role !== 'assistant').map(({ content }) => content);
  return [...given, JSON.stringify(sample.variables)].join('\n');
}

/** `$ 1,000.00`, `1.000 $` and `$1000` are one amount: digits without separators or empty cents, signs sorted. */
function normalised(text: string): string {
  return text
    .toLowerCase()
    .replace(/\s+/g, '')
    .replace(/(\d)[.,']00(?=\D|$)/g, '$1')
    .replace(/(\d)[.,'](?=\d{3}(?:\D|$))/g, '$1')
    .replace(/^([$€£¥₹]|[a-z]{3})(\d.*)$/, '$2$1');
}
