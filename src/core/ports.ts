import type { HistoryEvent } from './health/events.ts';
import type { RunOutcomes } from './health/outcomes.ts';
import type { JsonValue } from './json.ts';
import type { Disposable } from './lifecycle.ts';
import type { PieceRequest, PieceScores } from './logs/pieceScores.ts';
import type { CodeCall } from './metrics/means.ts';
import type { Score } from './metrics/metric.ts';
import type { Sample } from './metrics/sample.ts';
import type { ModelChoice, PromptVersion } from './prompt/prompt.ts';
import type { RunModel, RunResult } from './results/runResult.ts';
import type { Completion, StoredCompletion, TokenUsage } from './run/completion.ts';
import type { RenderedRequest } from './run/request.ts';
import type { MetricSpec } from './suite/suite.ts';

/** What the core asks of its surroundings. `src/node` implements these; tests have fakes by hand. */

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds that only grow, for durations. */
  elapsed(): number;
  /** Milliseconds of work in this turn of the event loop, where somebody keeps count of it. */
  worked?(): number;
  /** @throws {EvalError} aborted */
  delay(ms: number, signal: AbortSignal): Promise<void>;
}

/** Reading of files. Paths are absolute with forward slashes. */
export interface Files {
  /**
   * The text of a file (UTF-8, a byte order mark taken off).
   * @throws {EvalError} file-missing; file-too-large above `maxBytes` (default 2 MiB); bad-file when it is binary
   */
  readText(path: string, options?: { maxBytes?: number }): Promise<string>;
  /** The lines of a file as a stream, without line ends. @throws {EvalError} file-missing */
  readLines(path: string): AsyncIterable<string>;
  exists(path: string): Promise<boolean>;
  /** Another text whenever a file may have other content, asked of the disk itself; undefined where nothing can be told. */
  stamp?(path: string): Promise<string | undefined>;
  /** Files below a folder that match a glob (`**`, `*`, `?`, `{a,b}`), sorted; skips `node_modules`, `.git` and `.micro-metrics`. */
  find(folder: string, glob: string): Promise<readonly string[]>;
}

/** The text of a file at a commit, or why there is none. */
export type GitText =
  | {
      readonly text: string;
      /** Full hash of the commit. */
      readonly commit: string;
    }
  | {
      readonly text: undefined;
      readonly reason: string;
      /** The commit is there, the file is not in it. */
      readonly isAbsent?: true;
    };

/** The git repository that a file lies in. Paths are absolute with forward slashes. */
export interface Git {
  /** The commit that is checked out where a file lies; undefined without git, repository or commit. */
  commitOf(path: string): Promise<string | undefined>;
  /** A file as it was at a commit, branch or tag; with `...` behind the name, where the branch that is checked out left it. */
  show(path: string, ref: string): Promise<GitText>;
}

/** The commits of a file. */
export interface GitHistory {
  /**
   * The texts that a file had in its last commits, the newest first and each once, read as they are asked for. None
   * without git or repository.
   */
  textsOf(path: string): AsyncIterable<string>;
  /**
   * The newest commit that brought each of these texts of a file, by text; without those that were never committed. Looks
   * at the last commits only. Empty without git or repository.
   */
  commitsWith(path: string, texts: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** One model at one endpoint. */
export interface Model {
  readonly info: RunModel;
  /** Becomes part of every request key. */
  readonly endpoint: string;
  /** Whether answers depend on the case id rather than on the messages (recordings). */
  readonly answersByCase: boolean;
  /**
   * One call, no retries, no cache.
   * @throws {EvalError} a model-* code, key-missing, no-recording or aborted
   */
  complete(request: RenderedRequest, signal: AbortSignal): Promise<Completion>;
}

/** Finds the model that a choice names. */
export interface Models {
  /** @throws {EvalError} model-not-set or key-missing, saying what to do */
  open(choice: ModelChoice): Promise<Model>;
}

export interface Pricing {
  /** US dollars of a call; null when the price of the model is unknown. */
  cost(model: RunModel, usage: TokenUsage): number | null;
}

/** A sample and the metrics to score it with. */
export interface ScoringTask {
  readonly sample: Sample;
  readonly metrics: readonly MetricSpec[];
}

/** Scores samples away from the main thread. */
export interface Scorer {
  /**
   * One list of scores per task, in the order of its metrics. Never rejects for a metric that
   * throws or runs too long: that score is `failed`.
   * @throws {EvalError} aborted
   */
  score(tasks: readonly ScoringTask[], signal: AbortSignal): Promise<readonly (readonly Score[])[]>;
}

/** Reads and scores pieces of a log away from the main thread: some whole lines at a time, as they stand in the file. */
export interface PieceScorer {
  /** Pieces that are worth having under way at a time. */
  readonly parallel: number;
  /**
   * What the piece came to; undefined where a score hung or broke down: its lines are then to be scored one by one.
   * @param piece UTF-8
   * @throws {EvalError} aborted
   */
  scorePiece(
    piece: Uint8Array,
    request: PieceRequest,
    signal: AbortSignal,
  ): Promise<PieceScores | undefined>;
}

/** What one log is read and scored with; to be disposed of with the log. */
export interface LogMeans extends Disposable {
  readonly pieces: PieceScorer;
  /** For single replies: those of cases, whose conversation may be spread over the log. Remembers nothing. */
  readonly scorer: Scorer;
  /**
   * The file as a stream, in whole lines.
   * @param maxLength of a line, in characters; a longer one is given in part
   * @throws {EvalError} file-missing, bad-file
   */
  read(path: string, maxLength: number): AsyncIterable<Uint8Array>;
}

/** Runs the code that suites bring along, apart from everything else. */
export interface CodeRunner {
  /**
   * What the code gives back for the input.
   * @param folder absolute path that the paths of the call are relative to
   * @throws {EvalError} untrusted where the user has not allowed code; bad-code when it cannot be run, throws, takes too
   *   long or gives no JSON; aborted
   */
  run(call: CodeCall, folder: string, signal: AbortSignal): Promise<JsonValue>;
}

/**
 * What a store says to whoever is about to make a call that other processes may be making too. `answered`: it is no longer
 * needed; `leased`: nobody else makes it until the lease is given up; `held`: another is making it, ask again in a while.
 */
export type CallClaim =
  | { readonly kind: 'answered'; readonly stored: StoredCompletion }
  | { readonly kind: 'leased'; readonly lease: CallLease }
  | { readonly kind: 'held' };

/** The right to make a call. It ends by itself soon after the process that holds it has died. */
export interface CallLease {
  /** Gives the call up to others; nothing to do once its completion is saved. Never rejects. */
  release(): Promise<void>;
}

/** What has been seen before. Everything a promise resolves for is on disk. */
export interface Store {
  completions(keys: readonly string[]): Promise<ReadonlyMap<string, StoredCompletion>>;
  /**
   * Asks to make the call of a request key: of all who ask, in whatever process, one gets a lease. Where the store cannot
   * tell in good time, everybody gets one: a call that is made twice is better than one that is not made.
   */
  claimCall(key: string): Promise<CallClaim>;
  /** Resolves when the completion is on disk. Writes that come close together share a transaction. */
  saveCompletion(stored: StoredCompletion, request: RenderedRequest): Promise<void>;
  /**
   * The request of a stored completion, as it was sent (secrets redacted).
   * @param maxBytes default: however long it is
   * @throws {EvalError} file-too-large where it is longer
   */
  request(key: string, maxBytes?: number): Promise<RenderedRequest | undefined>;

  saveVersion(version: PromptVersion): Promise<void>;
  version(prompt: string, id: string): Promise<PromptVersion | undefined>;
  /** Newest first. */
  versions(prompt: string, limit: number): Promise<readonly PromptVersion[]>;

  saveRun(run: RunResult): Promise<void>;
  run(id: string): Promise<RunResult | undefined>;
  /** Newest first, without cases' details where `summaries` is set. */
  runs(query: RunQuery): Promise<readonly RunResult[]>;

  /**
   * Who passed and who failed in every run of a suite, oldest first; kept longer than the runs themselves.
   * @param runs ids; default: all
   */
  outcomes(suite: string, runs?: readonly string[]): Promise<readonly RunOutcomes[]>;
  /** Keeps a fact of a suite's history. */
  record(event: HistoryEvent): Promise<void>;
  /** The facts of a suite's history, oldest first. @param since only those of that time and later, milliseconds since 1970 */
  events(suite: string, since?: number): Promise<readonly HistoryEvent[]>;

  /** Adds to what was spent on a day (YYYY-MM-DD), in US dollars. */
  addSpend(day: string, dollars: number): Promise<void>;
  spent(day: string): Promise<number>;

  /** Small facts by name: pinned baselines, the accepted run. */
  getValue(name: string): Promise<JsonValue | undefined>;
  setValue(name: string, value: JsonValue | undefined): Promise<void>;

  /** What is known of a file, or of what lies below a folder, is known by its new path from now on. Absolute paths. */
  moved(from: string, to: string): Promise<void>;

  close(): void;
}

export interface RunQuery {
  readonly prompt: string;
  readonly suite?: string;
  readonly promptVersion?: string;
  /** Only runs of another prompt version than this one. */
  readonly notPromptVersion?: string;
  /** Without cases: for lists, which need not wait for details. */
  readonly summaries?: boolean;
  readonly limit: number;
}

export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string, cause?: unknown): void;
}

/** Everything that an evaluation needs. */
export interface Ports {
  readonly clock: Clock;
  readonly files: Files;
  readonly models: Models;
  readonly pricing: Pricing;
  readonly scorer: Scorer;
  readonly store: Store;
  /** Absent: custom code is not run. */
  readonly code?: CodeRunner;
  readonly log: Log;
  /** A number from 0 up to 1, for jitter. */
  readonly random: () => number;
}
