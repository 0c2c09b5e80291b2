import type { CaseComparison } from '../../core/compare/comparison.ts';
import type {
  CaseResult,
  ReplyRecord,
  ScoreRecord,
  TrialResult,
} from '../../core/results/runResult.ts';
import type { CaseRow } from '../slices/cases.ts';
import type { CaseDetails, CaseMetricSlice, ScoreSlice } from '../slices/details.ts';
import type { MetricRow } from '../slices/metrics.ts';
import type { ReplySlice, TurnSlice } from '../slices/replies.ts';
import type { RowVerdict } from '../slices/verdicts.ts';
import { cutText, shortened } from './cutText.ts';
import { hasRequest } from './knownMessages.ts';
import { callDiffs, laidOutJson } from './structuralDiff.ts';
import { diffWords } from './textDiff.ts';

/** UTF-16 units of a text that are sent at first; the whole of it on demand. */
const maxText = 20_000;
/** The same of all replies of a case together, and what of each is sent however many there are. */
const maxReplies = 120_000;
const leastReply = 2000;
/** UTF-16 units of what is said of a place in a text. */
const maxLabel = 300;

/** What the details of a case are made of. */
export interface DetailParts {
  readonly row: CaseRow;
  readonly old: CaseResult | undefined;
  readonly now: CaseResult | undefined;
  readonly compared: CaseComparison | undefined;
  readonly metrics: readonly MetricRow[];
  /** Absent: the trial that tells most. */
  readonly trial: number | undefined;
  readonly costOf: (reply: ReplyRecord) => number | null;
}

/** One trial of a case with both sides: turns with their differences, and scores. Made in small steps, one per turn. */
export function* caseDetails(parts: DetailParts): Generator<void, CaseDetails> {
  const { row, old, now } = parts;
  const numbers = trialNumbers(old, now);
  const trial =
    parts.trial !== undefined && numbers.includes(parts.trial)
      ? parts.trial
      : tellingTrial(numbers, old, now);
  const oldTrial = trialOf(old, trial);
  const newTrial = trialOf(now, trial);
  const turns = yield* turnsOf(oldTrial, newTrial, parts.costOf);
  const metrics = metricSlices(parts, oldTrial, newTrial);
  return {
    id: row.id,
    verdict: row.verdict,
    tags: row.tags,
    trial,
    trials: numbers.map((number) => ({
      trial: number,
      old: passedAll(trialOf(old, number)),
      new: passedAll(trialOf(now, number)),
    })),
    turns,
    failingTurn: failingTurn(metrics, turns.length),
    metrics,
    oldError: errorOf(oldTrial),
    newError: errorOf(newTrial),
    requests: requestsOf(oldTrial, newTrial),
    isInputChanged: old !== undefined && now !== undefined && old.inputHash !== now.inputHash,
    isMissing: old !== undefined && (now === undefined || now.trials.length === 0),
  };
}

export function trialOf(item: CaseResult | undefined, trial: number): TrialResult | undefined {
  return item?.trials.find((candidate) => candidate.trial === trial);
}

function requestsOf(
  old: TrialResult | undefined,
  now: TrialResult | undefined,
): CaseDetails['requests'] {
  // One more: a reply that failed is behind those that came.
  const turns = Math.max(old?.replies.length ?? 0, now?.replies.length ?? 0) + 1;
  return Array.from({ length: turns }, (_, turn) => ({
    old: hasRequest(old, turn),
    new: hasRequest(now, turn),
  })).filter((sides) => sides.old || sides.new);
}

function trialNumbers(...items: readonly (CaseResult | undefined)[]): number[] {
  const numbers = new Set(items.flatMap((item) => item?.trials.map((trial) => trial.trial) ?? []));
  return [...numbers].sort((a, b) => a - b);
}

/** The first trial that failed now and passed before; else the first that fails; else the first. */
function tellingTrial(
  numbers: readonly number[],
  old: CaseResult | undefined,
  now: CaseResult | undefined,
): number {
  const fails = (trial: number) => passedAll(trialOf(now, trial)) === false;
  return (
    numbers.find((trial) => fails(trial) && passedAll(trialOf(old, trial)) === true) ??
    numbers.find(fails) ??
    numbers[0] ??
    0
  );
}

function passedAll(trial: TrialResult | undefined): boolean | null {
  const scored = trial?.scores.filter((score) => score.status === 'scored') ?? [];
  return scored.length === 0 ? null : scored.every((score) => score.passed === true);
}

function* turnsOf(
  old: TrialResult | undefined,
  now: TrialResult | undefined,
  costOf: DetailParts['costOf'],
): Generator<void, TurnSlice[]> {
  const length = Math.max(old?.replies.length ?? 0, now?.replies.length ?? 0);
  const most = Math.min(maxText, Math.max(leastReply, Math.floor(maxReplies / 2 / length)));
  const sliceOf = (reply: ReplyRecord | undefined) =>
    reply === undefined ? null : replySlice(reply, costOf(reply), most);
  const turns: TurnSlice[] = [];
  for (let index = 0; index < length; index++) {
    const oldReply = old?.replies[index];
    const newReply = now?.replies[index];
    const user = newReply?.turn ?? oldReply?.turn;
    const oldSlice = sliceOf(oldReply);
    const newSlice = sliceOf(newReply);
    turns.push({
      // The whole of it is among the messages of the request.
      user: user === undefined ? null : shortened(user, most),
      old: oldSlice,
      new: newSlice,
      ...replyDiff(oldSlice, newSlice),
      calls: callDiffs(oldSlice?.toolCalls ?? [], newSlice?.toolCalls ?? []),
    });
    yield;
  }
  return turns;
}

/** The turn to look at first: where a metric that got worse fails, else where any fails. A score without a place is about the last. */
function failingTurn(metrics: readonly CaseMetricSlice[], turns: number): number | null {
  const failing = metrics.filter((metric) => metric.new?.passed === false);
  const worse = failing.filter(({ verdict }) => verdict === 'regressed');
  const places = (worse.length > 0 ? worse : failing).flatMap(({ new: score }) => {
    const told = score?.evidence.map(({ reply }) => reply) ?? [];
    return told.length > 0 ? told : [turns - 1];
  });
  const known = places.filter((place) => place >= 0 && place < turns);
  return known.length === 0 ? null : Math.min(...known);
}

function replyDiff(
  old: ReplySlice | null,
  now: ReplySlice | null,
): Pick<TurnSlice, 'segments' | 'isCoarse' | 'isStructural'> {
  if (old === null || now === null) return { segments: [], isCoarse: false, isStructural: false };
  // A text that was cut is no whole JSON value.
  const laidOut = [laidOutJson(old.text), laidOutJson(now.text)] as const;
  const isStructural = laidOut[0] !== undefined && laidOut[1] !== undefined;
  const [oldText = old.text, newText = now.text] = isStructural ? laidOut : [];
  return { ...diffWords(oldText, newText), isStructural };
}

function replySlice(reply: ReplyRecord, cost: number | null, most: number): ReplySlice {
  return {
    text: cutText(reply.text, most),
    length: reply.text.length,
    toolCalls: reply.toolCalls.map((call) => ({
      name: call.name,
      arguments: cutText(call.arguments, most),
    })),
    isCached: reply.isCached,
    latencyMs: reply.latencyMs,
    inputTokens: reply.usage?.inputTokens ?? null,
    outputTokens: reply.usage?.outputTokens ?? null,
    cost,
    finishReason: reply.finishReason ?? null,
    model: reply.model ?? null,
  };
}

function metricSlices(
  parts: DetailParts,
  old: TrialResult | undefined,
  now: TrialResult | undefined,
): CaseMetricSlice[] {
  return parts.metrics.flatMap((metric, index) => {
    const compared = parts.compared?.metrics.find((item) => item.id === metric.id);
    const oldScore = scoreSlice(metric.id, old);
    const newScore = scoreSlice(metric.id, now);
    const [oldPassed = 0, oldScored = 0, newPassed = 0, newScored = 0] = parts.row.counts.slice(
      index * 4,
      index * 4 + 4,
    );
    if (oldScore === null && newScore === null && oldScored + newScored === 0) return [];
    // Without a new score nothing is known, least of all that it did not change.
    const isOpen = oldScored > 0 && newScored === 0;
    return [
      {
        metric: index,
        verdict: isOpen ? openVerdict(parts.row.verdict, newScore) : (compared?.verdict ?? null),
        label: isOpen ? null : (compared?.label ?? null),
        summary: compared?.summary ?? '',
        old: oldScore,
        new: newScore,
        oldPassed,
        oldScored,
        newPassed,
        newScored,
      },
    ];
  });
}

function openVerdict(row: RowVerdict, score: unknown): RowVerdict | null {
  if (score !== null) return null;
  return row === 'unrun' ? 'unrun' : 'missing';
}

function errorOf(trial: TrialResult | undefined): string | null {
  const message = trial?.error?.message;
  return message === undefined ? null : shortened(message, leastReply);
}

function scoreSlice(metric: string, trial: TrialResult | undefined): ScoreSlice | null {
  const score: ScoreRecord | undefined = trial?.scores.find((item) => item.metric === metric);
  if (score === undefined || trial === undefined) return null;
  return {
    status: score.status,
    passed: score.passed,
    value: score.value,
    explanation: shortened(score.explanation, leastReply),
    evidence: (score.evidence ?? []).map((span) => ({
      start: Math.max(0, span.start),
      end: Math.max(0, span.end),
      reply: span.reply ?? Math.max(0, trial.replies.length - 1),
      label: span.label === undefined ? null : shortened(span.label, maxLabel),
    })),
  };
}
