import { createHash } from 'node:crypto';
import { aborted, EvalError } from '../../core/errors.ts';
import { badLine } from '../../core/logs/readLog.ts';
import { basename } from '../../core/path.ts';
import type { Files, Model } from '../../core/ports.ts';
import type { Problem } from '../../core/problem.ts';
import type { RunModel } from '../../core/results/runResult.ts';
import type { Completion } from '../../core/run/completion.ts';
import type { RenderedRequest } from '../../core/run/request.ts';
import { userTurns } from '../../core/score/recordedTrial.ts';
import type { Recording } from '../../core/score/recording.ts';
import { readRecordings } from './recordings.ts';

export interface ReplayOptions {
  /** Absolute path of the completions JSONL. */
  readonly path: string;
  readonly readLines: Files['readLines'];
  /** Name shown for the model; default: that of the first recording, else the file's. */
  readonly name?: string;
  /** Told of each line that cannot be used; the others are. */
  readonly onProblem?: (problem: Problem) => void;
}

/**
 * Opens recorded completions as a model that answers by case and trial. Lines of a case without
 * `trial` are its trials in the order of the file. Where lines carry `messages`, a reply of a
 * longer conversation is found by the number of user messages in them; a line without answers any turn.
 * Latency is as recorded, or absent.
 * @throws {EvalError} file-missing; bad-file when no line can be used
 */
export async function openReplayModel(options: ReplayOptions): Promise<Model> {
  const { path, readLines, onProblem } = options;
  const recordings = new Map<string, Recording>();
  let firstModel: string | undefined;
  let bad = 0;
  const report = (problem: Problem) => {
    bad++;
    onProblem?.(problem);
  };
  const nextTrial = new Map<string, number>();
  const digest = createHash('sha256');
  const lines = readAlong(readLines(path), (line) => digest.update(line).update('\n'));
  for await (const recording of readRecordings(path, lines, report)) {
    if (recording.caseId === undefined) {
      report(badLine(path, recording.line, 0, "'case' is missing, so it answers nothing."));
      continue;
    }
    const turn = recording.messages === undefined ? undefined : userTurns(recording.messages);
    const place = JSON.stringify([recording.caseId, turn ?? null]);
    const trial = recording.trial ?? nextTrial.get(place) ?? 0;
    nextTrial.set(place, Math.max(trial + 1, nextTrial.get(place) ?? 0));
    const key = keyOf(recording.caseId, trial, turn);
    const earlier = recordings.get(key);
    if (earlier !== undefined) {
      const text = `Case '${recording.caseId}' has trial ${trial} in line ${earlier.line} already.`;
      report(badLine(path, recording.line, 0, text));
      continue;
    }
    recordings.set(key, recording);
    firstModel ??= recording.model;
  }
  if (recordings.size === 0 && bad > 0) {
    throw new EvalError(
      'bad-file',
      `${path} holds no usable recording: none of its ${bad} lines is like {"case": "id", "output": "text"}.`,
      { file: path },
    );
  }
  // The digest makes answers of an older file with the same name none of this one's.
  const endpoint = `replay ${path}#${digest.digest('hex').slice(0, 16)}`;
  const name = options.name ?? firstModel ?? basename(path);
  return new ReplayModel(path, endpoint, recordings, name);
}

class ReplayModel implements Model {
  readonly info: RunModel;
  readonly endpoint: string;
  readonly answersByCase = true;
  private readonly path: string;
  private readonly recordings: ReadonlyMap<string, Recording>;

  constructor(
    path: string,
    endpoint: string,
    recordings: ReadonlyMap<string, Recording>,
    name: string,
  ) {
    this.path = path;
    this.recordings = recordings;
    this.info = { provider: 'replay', name, isSimulated: false };
    this.endpoint = endpoint;
  }

  async complete(request: RenderedRequest, signal: AbortSignal): Promise<Completion> {
    if (signal.aborted) throw aborted();
    const { caseId, trial } = request;
    const recording =
      caseId === undefined
        ? undefined
        : (this.recordings.get(keyOf(caseId, trial, userTurns(request.messages))) ??
          this.recordings.get(keyOf(caseId, trial, undefined)));
    if (recording === undefined) throw this.missing(caseId, trial);
    const { output, toolCalls, latencyMs, usage, model } = recording;
    return {
      text: output,
      toolCalls,
      ...(latencyMs === undefined ? {} : { latencyMs }),
      ...(usage === undefined ? {} : { usage }),
      ...(model === undefined ? {} : { model }),
    };
  }

  private missing(caseId: string | undefined, trial: number): EvalError {
    const what =
      caseId === undefined ? 'a request without a case' : `case '${caseId}', trial ${trial}`;
    return new EvalError(
      'no-recording',
      `${this.path} has no completion for ${what}. Record it, or run with a model that can be called.`,
      { file: this.path },
    );
  }
}

async function* readAlong(
  lines: AsyncIterable<string>,
  onLine: (line: string) => void,
): AsyncIterable<string> {
  for await (const line of lines) {
    onLine(line);
    yield line;
  }
}

function keyOf(caseId: string, trial: number, turn: number | undefined): string {
  return JSON.stringify([caseId, trial, turn ?? null]);
}
