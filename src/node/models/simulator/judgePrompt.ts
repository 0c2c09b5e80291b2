import { listOf, parsedJson } from '../jsonAccess.ts';

/** A judge's prompt that somebody wrote, as far as the simulated model understands it. */
export interface JudgePrompt {
  /** What is judged by: what stands behind `Criteria:`, else all that is not marked as data. */
  readonly criteria: string;
  readonly reply: string;
  /** Messages with role and content; empty where none are marked. */
  readonly conversation: readonly unknown[];
  readonly expected?: string;
  /** Best first. */
  readonly verdicts: readonly string[];
  /** Whether a sentence asks for a judgement of the reply. */
  readonly asksForVerdict: boolean;
}

/** The line that marks data. Groups: 1 what it is, 2 what follows on the same line. */
const LABEL =
  /^[^\p{L}\p{N}\n]*(?:the )?(reply|answer|response|conversation|question|expected|criteria)\b[^\p{L}\n:]*(?::[ \t]*(.*)|)$/imu;
const QUESTION =
  /\b(?:judge|rate|grade|evaluate|assess)\b[^.?!\n]*\b(?:repl(?:y|ies)|answers?|responses?)\b/i;
const WANTED = /\b(?:answer|reply|respond|say|return|choice|verdict)\b/i;

/** Data that is looked for; what comes later has no effect. */
const maxLabels = 20;

/** Undefined where no text is marked as the reply to be judged. */
export function readJudgePrompt(prompt: string): JudgePrompt | undefined {
  const parts = partsOf(prompt.slice(0, 200_000));
  const data = (...names: readonly string[]) =>
    parts.find(({ label }) => label !== undefined && names.includes(label))?.text;
  const reply = data('reply', 'answer', 'response');
  if (reply === undefined) return undefined;
  const said = parts.flatMap(({ label, text }) => (label === undefined ? [text] : [])).join('\n');
  const given = plain(data('criteria') ?? '');
  const expected = data('expected');
  return {
    criteria: given === '' ? said : given,
    reply: plain(reply),
    conversation: conversationOf(data('conversation', 'question') ?? ''),
    ...(expected !== undefined && { expected: plain(expected) }),
    verdicts: verdictsIn(said),
    asksForVerdict: QUESTION.test(said),
  };
}

interface Part {
  /** Undefined: no data, but what the author says. */
  readonly label: string | undefined;
  readonly text: string;
}

/** The prompt cut at its labels. JSON behind a label ends where it ends; other data where the next label stands. */
function partsOf(prompt: string): readonly Part[] {
  const parts: Part[] = [];
  let rest = prompt;
  while (parts.length < 2 * maxLabels) {
    const found = LABEL.exec(rest);
    if (found === null) return [...parts, { label: undefined, text: rest }];
    parts.push({ label: undefined, text: rest.slice(0, found.index) });
    const from = found.index + found[0].length - (found[2]?.length ?? 0);
    const label = found[1]?.toLowerCase() ?? '';
    const behind = rest.slice(from).replace(/^\s*(?:```\w*\s*)?/, '');
    const end = jsonEnd(behind);
    const text = behind.slice(0, end ?? nextLabel(behind));
    parts.push({ label, text: text.replace(/\s*```\s*$/, '') });
    rest = behind.slice(text.length);
  }
  return [...parts, { label: undefined, text: rest }];
}

function nextLabel(text: string): number {
  const at = LABEL.exec(text)?.index;
  return at ?? text.length;
}

/** Where a JSON value that begins the text ends; undefined where none does. */
function jsonEnd(text: string): number | undefined {
  if (!/^["[{]/.test(text)) return undefined;
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (isInString) {
      if (character === '\\') at++;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '[' || character === '{') depth++;
    else if (character === ']' || character === '}') depth--;
    if (depth > 0 || isInString) continue;
    return parsedJson(text.slice(0, at + 1)) === undefined ? undefined : at + 1;
  }
  return undefined;
}

function plain(text: string): string {
  const value = parsedJson(text);
  return typeof value === 'string' ? value : text.trim();
}

function conversationOf(text: string): readonly unknown[] {
  const value = parsedJson(text);
  if (Array.isArray(value)) return listOf(value);
  const said = plain(text);
  return said === '' ? [] : [{ role: 'user', content: said }];
}

/** The words in quotation marks that an answer may be; default `pass` and `fail`. */
function verdictsIn(said: string): readonly string[] {
  const sentences = said.split(/\n|(?<=[.!?;])\s+/).filter((text) => WANTED.test(text));
  for (const sentence of sentences) {
    const words = [...sentence.matchAll(/["“`]([\p{L}][\p{L} _-]{0,29})["”`]/gu)].map(
      ([, word = '']) => word,
    );
    const offered = words.filter((word) => !jsonKeys.test(word));
    if (offered.length >= 2) return offered;
  }
  return ['pass', 'fail'];
}

/** Names that an answer in JSON has for its parts, in place of verdicts. */
const jsonKeys = /^(?:reasons?|quotes|choice|verdict|explanation|answer)$/i;
