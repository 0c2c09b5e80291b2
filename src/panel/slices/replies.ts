import { array, boolean, type Checked, count, nullable, number, object, string } from '../shape.ts';
import { segmentShape } from './segments.ts';

const replyShape = object({
  text: string,
  /** UTF-16 units of the whole text; more than `text.length` where it is cut. */
  length: count,
  toolCalls: array(object({ name: string, arguments: string })),
  isCached: boolean,
  latencyMs: nullable(number),
  inputTokens: nullable(number),
  outputTokens: nullable(number),
  /** US dollars; null: unknown. */
  cost: nullable(number),
  finishReason: nullable(string),
  model: nullable(string),
});

export type ReplySlice = Checked<typeof replyShape>;

export const turnShape = object({
  /** The user turn that was answered, cut where it is very long; null where the prompt itself was. */
  user: nullable(string),
  old: nullable(replyShape),
  new: nullable(replyShape),
  segments: array(segmentShape),
  isCoarse: boolean,
  /** Both texts are JSON: they were laid out alike before they were compared, with sorted keys. */
  isStructural: boolean,
  /** Tool calls side by side, by their place: each as its name and laid-out arguments. */
  calls: array(array(segmentShape)),
});

/** The replies of both versions to one turn. */
export type TurnSlice = Checked<typeof turnShape>;
