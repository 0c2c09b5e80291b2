import * as z from 'zod';
import { jsonPart } from './json/codeFence.ts';
import { followPath, parsePath } from './json/jsonPath.ts';
import { parseJson } from './json/parseJson.ts';
import type { Evidence } from './metric.ts';
import type { Mark } from './outcome.ts';
import type { Reply, Sample } from './sample.ts';

/** One text that a metric judges: a reply, a value inside it, or its tool calls. */
export interface Target {
  readonly text: string;
  readonly reply: Reply;
  /** 0-based index into the sample's replies. */
  readonly replyIndex: number;
  /** How an explanation calls it where there are several. */
  readonly name: string;
  /** Place of the text in the reply; absent when the text is not part of it. */
  readonly place?: {
    readonly start: number;
    readonly end: number;
    /** Whether offsets into the text are offsets into the place. */
    readonly isVerbatim: boolean;
  };
}

const APPLY_TO_FORM =
  'Write `reply`, `every-turn`, `tool-calls` or a JSON path such as `$.answer`, `$.items[0].name` or `$.items[*]`.';

/** What `apply-to` may be. */
export const applyTo = z
  .union(
    [
      z.enum(['reply', 'every-turn', 'tool-calls']),
      z.string().refine((path) => parsePath(path) !== undefined, { error: APPLY_TO_FORM }),
    ],
    {
      error: APPLY_TO_FORM,
    },
  )
  .describe(
    'What is judged: `reply` (the last one), `every-turn` (each reply; all must pass), `tool-calls` (the calls as a ' +
      'JSON list of `name` and `arguments`) or a JSON path into the reply such as `$.answer` (every value it leads to must pass).',
  );

export type ApplyTo = z.infer<typeof applyTo>;

/** The texts to judge, or why there are none. */
export function targetsOf(
  sample: Sample,
  what: ApplyTo = 'reply',
): readonly Target[] | { readonly problem: string } {
  if (what === 'every-turn')
    return sample.replies.map((reply, index) => whole(reply, index, `Turn ${index + 1}`));
  const index = sample.replies.length - 1;
  const reply = sample.replies[index];
  if (reply === undefined) return { problem: 'There is no reply to judge.' };
  if (what === 'reply') return [whole(reply, index, 'Reply')];
  if (what === 'tool-calls')
    return [{ text: toolCallText(reply), reply, replyIndex: index, name: 'Tool calls' }];
  return valuesAt(reply, index, what);
}

/** The evidence in the reply that marks in a target's text stand for. */
export function evidenceOf(target: Target, marks: readonly Mark[]): readonly Evidence[] {
  const { place } = target;
  if (place === undefined) return [];
  if (!place.isVerbatim)
    return marks.length === 0
      ? []
      : [{ start: place.start, end: place.end, reply: target.replyIndex }];
  return marks.map((mark) => ({
    ...mark,
    start: place.start + mark.start,
    end: place.start + mark.end,
    reply: target.replyIndex,
  }));
}

function whole(reply: Reply, replyIndex: number, name: string): Target {
  const place = { start: 0, end: reply.text.length, isVerbatim: true };
  return { text: reply.text, reply, replyIndex, name, place };
}

function toolCallText(reply: Reply): string {
  const calls = reply.toolCalls.map((call) => {
    const read = parseJson(call.arguments);
    return { name: call.name, arguments: read.isJson ? read.node.value : call.arguments };
  });
  return JSON.stringify(calls);
}

function valuesAt(
  reply: Reply,
  replyIndex: number,
  path: string,
): readonly Target[] | { readonly problem: string } {
  const part = jsonPart(reply.text, true);
  const read = parseJson(part.text);
  if (!read.isJson)
    return { problem: `The reply is not JSON, so it has no ${path}: ${read.reason}.` };
  const matches = followPath(read.node, parsePath(path) ?? []);
  if (matches.length === 0) return { problem: `The reply has no value at ${path}.` };
  return matches.map(({ path: name, node }) => {
    const raw = part.text.slice(node.start, node.end);
    const isText = typeof node.value === 'string';
    const text = typeof node.value === 'string' ? node.value : raw;
    const isVerbatim = !isText || raw === `"${text}"`;
    const start = part.offset + node.start + (isText ? 1 : 0);
    const end = part.offset + node.end - (isText ? 1 : 0);
    return { text, reply, replyIndex, name, place: { start, end, isVerbatim } };
  });
}
