import { basename } from '../../core/path.ts';
import type { Problem } from '../../core/problem.ts';
import type { Message, ToolCall } from '../../core/prompt/message.ts';
import type { TokenUsage } from '../../core/run/completion.ts';
import type { Recording } from '../../core/score/recording.ts';
import { listOf, member, numberOf, parsedJson, textOf } from './jsonAccess.ts';

/** Lines longer than this, in characters, are reported and left out. */
const maxLineLength = 20_000_000;

/**
 * Reads completions JSONL: `{"case", "trial"?, "output", "toolCalls"?, "latencyMs"?, "usage"?,
 * "model"?, "messages"?, "time"?}` a line. A line that cannot be used goes to `onProblem` with its
 * place; the others count. Empty lines are skipped.
 * @throws {EvalError} file-missing, from the reading of lines
 */
export async function* readRecordings(
  path: string,
  lines: AsyncIterable<string>,
  onProblem: (problem: Problem) => void,
): AsyncIterable<Recording> {
  let line = 0;
  for await (const text of lines) {
    line++;
    if (text.trim() === '') continue;
    const recording =
      text.length > maxLineLength ? 'The line is too long.' : recordingOf(text, line);
    if (typeof recording === 'string') onProblem(problemAt(path, line, text.length, recording));
    else yield recording;
  }
}

/** A line of recordings that is left out. */
export function problemAt(path: string, line: number, length: number, message: string): Problem {
  return {
    file: path,
    range: { start: { line: line - 1, column: 0 }, end: { line: line - 1, column: length } },
    severity: 'warning',
    code: 'bad-recording',
    message: `${basename(path)}, line ${line}: ${message} The line is left out.`,
  };
}

/** The recording, or what is wrong with the line. */
function recordingOf(text: string, line: number): Recording | string {
  const json = parsedJson(text);
  if (json === undefined) return 'This is not JSON.';
  if (json === null || typeof json !== 'object' || Array.isArray(json))
    return 'This is not a JSON object.';
  const output = member(json, 'output');
  if (typeof output !== 'string') return "The text 'output' is missing.";
  const id = member(json, 'case');
  if (id !== undefined && id !== null && typeof id !== 'string' && typeof id !== 'number') {
    return "'case' is not the id of a case.";
  }
  const trial = member(json, 'trial');
  if (trial !== undefined && trial !== null && !(Number.isInteger(trial) && Number(trial) >= 0)) {
    return "'trial' is not a whole number from 0.";
  }
  const messages = member(json, 'messages');
  if (messages !== undefined && messages !== null && !Array.isArray(messages))
    return "'messages' is not a list.";
  const latencyMs = numberOf(member(json, 'latencyMs'));
  const usage = usageOf(member(json, 'usage'));
  const model = textOf(member(json, 'model'));
  const time = textOf(member(json, 'time')) ?? numberOf(member(json, 'time'));
  return {
    line,
    ...(id === undefined || id === null ? {} : { caseId: String(id) }),
    ...(typeof trial === 'number' ? { trial } : {}),
    output,
    toolCalls: listOf(member(json, 'toolCalls')).flatMap(toolCallOf),
    ...(latencyMs === undefined || latencyMs < 0 ? {} : { latencyMs }),
    ...(usage === undefined ? {} : { usage }),
    ...(model === undefined ? {} : { model }),
    ...(Array.isArray(messages) ? { messages: messages.flatMap(messageOf) } : {}),
    ...(time === undefined ? {} : { time }),
  };
}

function usageOf(json: unknown): TokenUsage | undefined {
  const inputTokens = numberOf(member(json, 'inputTokens'));
  const outputTokens = numberOf(member(json, 'outputTokens'));
  return inputTokens === undefined || outputTokens === undefined
    ? undefined
    : { inputTokens, outputTokens };
}

function toolCallOf(json: unknown): ToolCall[] {
  const name = textOf(member(json, 'name'));
  const args = member(json, 'arguments');
  if (name === undefined) return [];
  const id = textOf(member(json, 'id'));
  return [
    {
      ...(id === undefined ? {} : { id }),
      name,
      arguments: textOf(args) ?? (args === undefined ? '' : JSON.stringify(args)),
    },
  ];
}

function messageOf(json: unknown): Message[] {
  const role = member(json, 'role');
  const content = textOf(member(json, 'content')) ?? '';
  switch (role) {
    case 'system':
    case 'developer':
    case 'user':
    case 'assistant':
    case 'tool':
      return [{ role, content }];
    default:
      return [];
  }
}
