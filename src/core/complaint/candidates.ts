import { parseJson } from '../metrics/json/parseJson.ts';
import type { Sample } from '../metrics/sample.ts';
import { wordsOf } from '../metrics/text/words.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { metricsForInstruction } from '../propose/instructionRules.ts';
import { type Instruction, instructionsOf } from '../propose/instructions.ts';
import type { ProposedMetric } from '../propose/proposedMetric.ts';
import { escaped } from '../propose/words.ts';
import { type Complaint, wrongReply } from './complaint.ts';

/** A metric that may catch a complaint, with how well it is meant: higher first. */
export interface Candidate {
  readonly metric: ProposedMetric;
  /** 3: about what was marked; 2: an instruction of the prompt; 1: something the reply has and good ones have not; 0: a judge. */
  readonly fit: 0 | 1 | 2 | 3;
}

/** Words that a short forbidden phrase may have. */
const phraseWords = 6;
const openingWords = 5;

/**
 * Metrics that might catch what went wrong: deterministic ones by rules, a judge last. They are ideas; which of them hold is found by
 * trying them.
 * @param good samples that people are content with
 */
export function candidatesFor(
  complaint: Complaint,
  prompt: Pick<Prompt, 'messages' | 'source'> | undefined,
  good: readonly Sample[],
): readonly Candidate[] {
  const wrong = wrongReply(complaint.conversation);
  if (wrong === undefined) return [];
  const text = wrong.reply.content;
  const instructions = prompt === undefined ? [] : instructionsOf(prompt);
  const goodTexts = good.map((sample) => sample.replies.at(-1)?.text ?? '');
  const found: Candidate[] = [
    ...fromMark(complaint.mark.trim()),
    ...fromMissing(complaint.missing?.trim() ?? ''),
    ...languageOf(complaint),
    ...fromInstructions(instructions),
    // Where a part was marked, neither the length nor the form of the whole is what was wrong.
    ...(complaint.mark.trim() === '' ? fromShape(text, goodTexts) : []),
    judge(complaint),
  ];
  const seen = new Set<string>();
  return found
    .map((candidate) => ({ ...candidate, metric: guarded(candidate.metric, instructions) }))
    .filter(({ metric }) => {
      const key = JSON.stringify([metric.type, metric.parameters]);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}

/** About the marked text: what it is an instance of, before the text itself. */
function fromMark(mark: string): readonly Candidate[] {
  if (mark === '') return [];
  const found: Candidate[] = [];
  const add = (metric: ProposedMetric) => found.push({ metric, fit: 3 });
  for (const { kind, pattern, noun } of details)
    if (pattern.test(mark))
      add({
        name: `Makes up no ${noun}`,
        type: 'grounded',
        parameters: { kinds: [kind] },
        because: `The marked text has a ${noun} that may not be in the conversation.`,
      });
  if (/\p{Extended_Pictographic}/u.test(mark)) add(noEmoji);
  const words = wordCount(mark);
  if (words > 0 && words <= phraseWords)
    add({
      name: `Never says “${mark}”`,
      type: 'excludes',
      parameters: { value: mark, 'ignore-case': true },
      because: 'The marked text is short enough to be looked for as it stands.',
    });
  const opening = words > phraseWords ? openingOf(mark) : '';
  // A number comes back as another one.
  if (opening !== '' && !/\d/.test(opening))
    add({
      name: `Never says “${opening}”`,
      type: 'excludes',
      parameters: { value: opening, 'ignore-case': true },
      because: 'The marked text begins so. Go back and type a part of the reply to look for that.',
    });
  if (/\d/.test(mark) && mark.length <= 60)
    add({
      name: `Has nothing like “${mark}”`,
      type: 'matches',
      parameters: { pattern: escaped(mark).replace(/\d+/g, '\\d+'), negate: true },
      because: 'The marked text has a number; others with the same form are caught as well.',
    });
  return found;
}

/** The first words of a sentence: it seldom comes back as it stands, but often begins the same. */
function openingOf(sentence: string): string {
  const words = sentence.split(/\s+/).slice(0, openingWords);
  return words.join(' ').replace(/[^\p{L}\p{N}]+$/u, '');
}

const details = [
  {
    kind: 'money',
    noun: 'amount of money',
    pattern: /[$€£¥₹]\s?\d|\d\s?(?:[$€£¥₹]|EUR|USD|GBP|CHF|euros?|dollars?|pounds?)/i,
  },
  { kind: 'percent', noun: 'percentage', pattern: /\d\s?(?:%|percent|Prozent)/i },
  { kind: 'email', noun: 'mail address', pattern: /\S@\S+\.\S/ },
  { kind: 'url', noun: 'web address', pattern: /https?:\/\/|www\./i },
  { kind: 'phone', noun: 'phone number', pattern: /(?:\+|\b0)\d[\d ()/-]{6,}/ },
  {
    kind: 'date',
    noun: 'date',
    pattern:
      /\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}(?:st|nd|rd|th|\.)?\s\p{Lu}\p{L}{2,}/u,
  },
] as const;

const noEmoji: ProposedMetric = {
  name: 'Has no emoji',
  type: 'matches',
  parameters: { pattern: '\\p{Extended_Pictographic}', flags: 'u', negate: true },
  because: 'The reply has an emoji.',
};

function fromMissing(missing: string): readonly Candidate[] {
  if (missing === '') return [];
  return [
    {
      fit: 3,
      metric: {
        name: `Mentions ${missing}`,
        type: 'contains',
        parameters: { value: missing, 'ignore-case': true },
        because: 'You said that this should have been in the reply.',
      },
    },
  ];
}

const aboutLanguage =
  /\b(?:language|English|German|French|Spanish|Italian|Polish|Dutch|Portuguese|Deutsch|Englisch|Sprache|translat\w*)\b/i;

/** The founding complaint: the customer's language was lost. */
function languageOf({ issue, mark }: Complaint): readonly Candidate[] {
  return [
    {
      fit: aboutLanguage.test(issue) && mark === '' ? 3 : 2,
      metric: {
        name: "Replies in the customer's language",
        type: 'language',
        parameters: { 'same-as': 'last-user-message', 'apply-to': 'every-turn' },
        because: "The reply may be in another language than the customer's last message.",
      },
    },
  ];
}

function fromInstructions(instructions: readonly Instruction[]): readonly Candidate[] {
  return instructions.flatMap(({ text }) =>
    metricsForInstruction(text).map((metric) => ({
      fit: 2 as const,
      metric: { ...metric, guards: text, because: `The prompt says: ${text}` },
    })),
  );
}

/** What sets the reply apart from all good ones: its length, its form. */
function fromShape(text: string, good: readonly string[]): readonly Candidate[] {
  const found: Candidate[] = [];
  const add = (metric: ProposedMetric) => found.push({ metric, fit: 1 });
  const words = wordCount(text);
  const lengths = good.map(wordCount);
  const longest = Math.max(0, ...lengths);
  if (good.length > 0 && words > longest)
    add(limit('max', Math.min(words - 1, roundUp(longest * 1.1)), 'Good replies are shorter.'));
  const shortest = Math.min(...lengths);
  if (good.length > 0 && words < shortest)
    add(limit('min', Math.max(words + 1, Math.floor(shortest * 0.9)), 'Good replies are longer.'));
  if (good.length > 0 && !isJson(text) && good.every(isJson))
    add({ name: 'Is valid JSON', type: 'json', parameters: {}, because: 'Good replies are JSON.' });
  if (/\p{Extended_Pictographic}/u.test(text)) add(noEmoji);
  return found;
}

function limit(end: 'min' | 'max', words: number, because: string): ProposedMetric {
  return {
    name: `${end === 'max' ? 'At most' : 'At least'} ${words} words`,
    type: 'length',
    parameters: { unit: 'words', [end]: words },
    because,
  };
}

/** To the next ten from 20 on: limits that people would write. */
function roundUp(words: number): number {
  return words < 20 ? Math.ceil(words) : Math.ceil(words / 10) * 10;
}

function wordCount(text: string): number {
  return wordsOf(text).length;
}

function isJson(text: string): boolean {
  const read = parseJson(text);
  return 'value' in read;
}

/** Where nothing that can be computed fits, a model judges, in the person's own words. */
function judge({ issue, mark }: Complaint): Candidate {
  const about = mark === '' ? '' : ` An example of what must not happen: ${mark.slice(0, 300)}`;
  return {
    fit: 0,
    metric: {
      name: issue.length > 80 ? `${issue.slice(0, 79)}…` : issue || 'Does not repeat the mistake',
      type: 'judge',
      parameters: { criteria: `The reply is free of this problem: ${issue}.${about}` },
      because: 'No rule fits; a model has to judge, which costs a call for each reply.',
    },
  };
}

/** The sentence of the prompt that asks for what the metric checks. */
function guarded(metric: ProposedMetric, instructions: readonly Instruction[]): ProposedMetric {
  if (metric.guards !== undefined) return metric;
  const key = JSON.stringify([metric.type, metric.parameters]);
  const own = instructions.find(({ text }) =>
    metricsForInstruction(text).some(
      (made) => JSON.stringify([made.type, made.parameters]) === key,
    ),
  );
  return own === undefined ? metric : { ...metric, guards: own.text };
}
