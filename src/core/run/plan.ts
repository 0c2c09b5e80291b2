import type { Breather } from '../breather.ts';
import type { Model, Pricing, Store } from '../ports.ts';
import type { Message } from '../prompt/message.ts';
import type { ReplyRecord } from '../results/runResult.ts';
import type { Case } from '../suite/suite.ts';
import type { StoredCompletion } from './completion.ts';
import { messagesAfter, turnsOf } from './conversation.ts';
import { presumedOutputTokens, presumedUsage } from './presumedUsage.ts';
import type { RenderedRequest } from './request.ts';
import { requestKey } from './requestKey.ts';

/** A case whose prompt is rendered. */
export interface RenderedCase {
  readonly item: Case;
  readonly inputHash: string;
  /** The conversation before the first generated reply. */
  readonly initial: readonly Message[];
  readonly error?: { readonly code: string; readonly message: string };
}

/** One trial of one case: what the store already knows of it, and what is left to ask. */
export interface PlannedTrial {
  readonly rendered: RenderedCase;
  readonly trial: number;
  /** Replies that came from the store, from the first on. */
  readonly known: readonly ReplyRecord[];
  /** The user turns still to be answered; `undefined`: the conversation as it stands. */
  readonly open: readonly (string | undefined)[];
  /** Key of the next request, where the store was asked for it. */
  readonly nextKey?: string;
}

/** What a run will do, known before anything is sent. */
export interface PlanSummary {
  readonly cases: number;
  /** Cases for which at least one call is needed. */
  readonly casesToRun: number;
  /** Of each case, of both versions where both are asked. */
  readonly trials: number;
  /** Calls to make. Later turns of a conversation count, although they depend on earlier ones. */
  readonly requests: number;
  /** Those among them that ask a judge. */
  readonly judgeRequests: number;
  readonly cached: number;
  /** Estimate in US dollars for all calls to make; null where the price is unknown. */
  readonly estimatedCost: number | null;
}

/** One run of both plans, over the same cases. */
export function together(plan: PlanSummary, other: PlanSummary): PlanSummary {
  const { estimatedCost: one } = plan;
  const { estimatedCost: two } = other;
  return {
    cases: plan.cases,
    casesToRun: Math.max(plan.casesToRun, other.casesToRun),
    trials: plan.trials + other.trials,
    requests: plan.requests + other.requests,
    judgeRequests: plan.judgeRequests + other.judgeRequests,
    cached: plan.cached + other.cached,
    estimatedCost: one === null || two === null ? null : one + two,
  };
}

export interface Plan {
  readonly trials: readonly PlannedTrial[];
  readonly summary: PlanSummary;
}

export interface PlanInput {
  readonly cases: readonly RenderedCase[];
  readonly trials: number;
  /** Trials of a case, 0-based; default: the first `trials`. */
  readonly trialsOf?: (caseId: string) => readonly number[];
  readonly model: Model;
  /** The request that a conversation leads to. */
  readonly requestFor: (
    messages: readonly Message[],
    trial: number,
    caseId: string,
  ) => RenderedRequest;
  /** Read stored completions; false asks the model for everything anew. */
  readonly useCache: boolean;
}

/** Makes the plan: follows each conversation through the store as far as it is known there. */
export async function makePlan(
  input: PlanInput,
  store: Store,
  pricing: Pricing,
  breather: Breather,
): Promise<Plan> {
  const first = Array.from({ length: input.trials }, (_, trial) => trial);
  const walks = input.cases.flatMap((rendered) =>
    (input.trialsOf?.(rendered.item.id) ?? first).map((trial) => new Walk(rendered, trial)),
  );
  let moving = input.useCache ? walks.filter((walk) => walk.isOpen) : [];
  while (moving.length > 0) {
    const keys: string[] = [];
    for (const walk of moving) {
      keys.push(walk.nextKey(input));
      if (breather.isDue) await breather.pause();
    }
    const found = await store.completions(keys);
    moving = moving.filter((walk, index) => {
      const stored = found.get(keys[index] ?? '');
      if (stored === undefined) return false;
      walk.take(stored);
      return walk.isOpen;
    });
  }
  const trials = walks.map((walk) => walk.planned());
  if (breather.isDue) await breather.pause();
  return { trials, summary: summarise(input, trials, pricing) };
}

/** A conversation on its way through the store. */
class Walk {
  private readonly rendered: RenderedCase;
  private readonly trial: number;
  private readonly turns: readonly (string | undefined)[];
  private readonly known: ReplyRecord[] = [];
  private key: string | undefined;

  constructor(rendered: RenderedCase, trial: number) {
    this.rendered = rendered;
    this.trial = trial;
    this.turns = rendered.error ? [] : turnsOf(rendered.initial, rendered.item);
  }

  get isOpen(): boolean {
    return this.known.length < this.turns.length;
  }

  nextKey(input: PlanInput): string {
    const messages = nextMessages(this.rendered.initial, this.known, this.turns[this.known.length]);
    this.key = requestKey(input.requestFor(messages, this.trial, this.rendered.item.id));
    return this.key;
  }

  take(stored: StoredCompletion): void {
    const turn = this.turns[this.known.length];
    this.known.push(replyRecord(stored, turn, true));
  }

  planned(): PlannedTrial {
    const { rendered, trial, known, key } = this;
    const open = this.turns.slice(known.length);
    return { rendered, trial, known, open, ...(open.length > 0 && key && { nextKey: key }) };
  }
}

/** The messages to send for the next reply. */
export function nextMessages(
  initial: readonly Message[],
  replies: readonly ReplyRecord[],
  turn: string | undefined,
): readonly Message[] {
  const messages = messagesAfter(initial, replies);
  return turn === undefined ? messages : [...messages, { role: 'user', content: turn }];
}

/** A reply as results keep it. */
export function replyRecord(
  stored: StoredCompletion,
  turn: string | undefined,
  isCached: boolean,
): ReplyRecord {
  const { text, toolCalls, latencyMs, firstTokenMs, finishReason, usage, model, fingerprint } =
    stored.completion;
  return {
    key: stored.key,
    text,
    toolCalls,
    isCached,
    // A latency that was measured at another time is not this run's latency.
    latencyMs: isCached ? null : (latencyMs ?? null),
    ...(turn !== undefined && { turn }),
    ...(!isCached && firstTokenMs !== undefined && { firstTokenMs }),
    ...(finishReason !== undefined && { finishReason }),
    ...(usage !== undefined && { usage }),
    ...(model !== undefined && { model }),
    ...(fingerprint !== undefined && { fingerprint }),
    time: stored.time,
  };
}

function summarise(
  input: PlanInput,
  trials: readonly PlannedTrial[],
  pricing: Pricing,
): PlanSummary {
  let requests = 0;
  let cached = 0;
  let cost: number | null = 0;
  const casesToRun = new Set<string>();
  for (const { rendered, known, open } of trials) {
    requests += open.length;
    cached += known.length;
    if (open.length === 0) continue;
    casesToRun.add(rendered.item.id);
    const first = presumedUsage(nextMessages(rendered.initial, known, open[0]));
    for (let turn = 0; turn < open.length && cost !== null; turn++) {
      // Each later turn sends the replies before it again.
      const usage = {
        inputTokens: first.inputTokens + turn * presumedOutputTokens,
        outputTokens: first.outputTokens,
      };
      const price = pricing.cost(input.model.info, usage);
      cost = price === null ? null : cost + price;
    }
  }
  return {
    cases: input.cases.length,
    casesToRun: casesToRun.size,
    trials: input.trials,
    requests,
    judgeRequests: 0,
    cached,
    estimatedCost: requests === 0 ? 0 : cost,
  };
}
