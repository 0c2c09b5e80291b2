import { badLine } from '../../core/logs/readLog.ts';
import type { Problem } from '../../core/problem.ts';
import type { Recording } from '../../core/score/recording.ts';
import { recordingOfJson } from '../../core/score/recordingLine.ts';
import { parsedJson } from './jsonAccess.ts';

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
    if (typeof recording === 'string') onProblem(badLine(path, line, text.length, recording));
    else yield recording;
  }
}

/** The recording, or what is wrong with the line. */
function recordingOf(text: string, line: number): Recording | string {
  const json = parsedJson(text);
  return json === undefined ? 'This is not JSON.' : recordingOfJson(json, line);
}
