import { field, listOf, recordOf } from '../complaint/looseJson.ts';
import { messagesOf, toolCallsOf } from '../complaint/messagesOfJson.ts';
import type { TokenUsage } from '../run/completion.ts';
import type { Recording } from './recording.ts';

/** A line of completions JSONL, parsed; or what is wrong with it, as a sentence. */
export function recordingOfJson(json: unknown, line: number): Recording | string {
  const row = recordOf(json);
  if (row === undefined) return 'This is not a JSON object.';
  const output = field(row, 'output');
  if (typeof output !== 'string') return "The text 'output' is missing.";
  const id = field(row, 'case') ?? undefined;
  if (id !== undefined && typeof id !== 'string' && typeof id !== 'number')
    return "'case' is not the id of a case.";
  const trial = field(row, 'trial') ?? undefined;
  if (trial !== undefined && !(Number.isInteger(trial) && Number(trial) >= 0))
    return "'trial' is not a whole number from 0.";
  const messages = field(row, 'messages') ?? undefined;
  if (messages !== undefined && !Array.isArray(messages)) return "'messages' is not a list.";
  const latencyMs = numberOf(field(row, 'latencyMs'));
  const usage = usageOf(field(row, 'usage'));
  const model = field(row, 'model');
  const time = field(row, 'time');
  return {
    line,
    ...(id !== undefined && { caseId: String(id) }),
    ...(typeof trial === 'number' && { trial }),
    output,
    toolCalls: toolCallsOf(listOf(field(row, 'toolCalls'))),
    ...(latencyMs !== undefined && latencyMs >= 0 && { latencyMs }),
    ...(usage !== undefined && { usage }),
    ...(typeof model === 'string' && { model }),
    ...(messages !== undefined && { messages: messagesOf(messages) }),
    ...((typeof time === 'string' || typeof time === 'number') && { time }),
  };
}

/** Tokens under the names that we, OpenAI's two interfaces, and the GenAI conventions give them. */
export function usageOf(json: unknown): TokenUsage | undefined {
  const first = (...names: readonly string[]) =>
    names.map((name) => numberOf(field(json, name))).find((found) => found !== undefined);
  const inputTokens = first('inputTokens', 'input_tokens', 'prompt_tokens');
  const outputTokens = first('outputTokens', 'output_tokens', 'completion_tokens');
  return inputTokens === undefined || outputTokens === undefined
    ? undefined
    : { inputTokens, outputTokens };
}

/** A finite number, also one that is written as text: OTLP/JSON has its 64-bit integers so. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
