import { aborted, EvalError, isEvalError } from '../errors.ts';
import type { Model, Ports } from '../ports.ts';
import type { Message } from '../prompt/message.ts';
import type { ReplyRecord } from '../results/runResult.ts';
import { AbortListeners } from './abortListeners.ts';
import type { Budget } from './budget.ts';
import type { CallPool } from './callPool.ts';
import type { StoredCompletion } from './completion.ts';
import { errorRecord } from './errorRecord.ts';
import { nextMessages, type PlannedTrial, presumedUsage, replyRecord } from './plan.ts';
import type { RenderedRequest } from './request.ts';
import { requestKey } from './requestKey.ts';
import { withRetries } from './retry.ts';

export interface ConversationOptions {
  readonly ports: Ports;
  readonly pool: CallPool<StoredCompletion>;
  readonly model: Model;
  readonly budget: Budget;
  readonly requestFor: (
    messages: readonly Message[],
    trial: number,
    caseId: string,
  ) => RenderedRequest;
  /** False: nothing is sent, and what is not stored becomes an error. */
  readonly isAllowed: boolean;
  readonly signal: AbortSignal;
  /** @param price US dollars; null where unknown */
  readonly onAnswer: (answer: StoredCompletion, price: number | null) => void;
  readonly onWait: (ms: number, message: string) => void;
}

/** The replies of one trial, and the error that ended it early, if one did. */
export interface ConversationOutcome {
  readonly replies: readonly ReplyRecord[];
  readonly error?: { readonly code: string; readonly message: string };
}

/** Leads the conversation of a trial to its end, one reply after the other. */
export class Conversation {
  private readonly options: ConversationOptions;
  /** Set by the first call that the budget refuses or that cannot succeed: the rest need not try. */
  private hopeless: EvalError | undefined;
  private readonly stops: AbortListeners;

  constructor(options: ConversationOptions) {
    this.options = options;
    this.stops = new AbortListeners(options.signal);
  }

  /** Never rejects. */
  async run(planned: PlannedTrial): Promise<ConversationOutcome> {
    if (planned.rendered.error) return { replies: [], error: planned.rendered.error };
    const replies = [...planned.known];
    try {
      for (const turn of planned.open) {
        const messages = nextMessages(planned.rendered.initial, replies, turn);
        const { requestFor } = this.options;
        const request = requestFor(messages, planned.trial, planned.rendered.item.id);
        replies.push(replyRecord(await this.ask(request), turn, false));
      }
      return { replies };
    } catch (error) {
      return { replies, error: errorRecord(error) };
    }
  }

  private async ask(request: RenderedRequest): Promise<StoredCompletion> {
    const { signal, pool, isAllowed } = this.options;
    if (!isAllowed) {
      throw new EvalError(
        'not-cached',
        'No stored answer for this request, and nothing was sent. Run again to ask the model.',
      );
    }
    if (signal.aborted) throw aborted();
    const key = requestKey(request);
    const claim = pool.claim(key, (callSignal) => this.call(key, request, callSignal));
    const forget = this.stops.add(() => claim.release());
    try {
      return await this.stops.orAborted(claim.answer);
    } finally {
      forget();
      claim.release();
    }
  }

  private async call(
    key: string,
    request: RenderedRequest,
    signal: AbortSignal,
  ): Promise<StoredCompletion> {
    if (this.hopeless !== undefined) throw this.hopeless;
    const { ports, model, budget, onAnswer, onWait, pool } = this.options;
    const estimate = ports.pricing.cost(model.info, presumedUsage(request.messages));
    const reservation = this.reserve(budget, estimate);
    try {
      const completion = await withRetries(() => model.complete(request, signal), {
        clock: ports.clock,
        signal,
        random: ports.random,
        onWait: ({ waitMs, error }) => {
          onWait(waitMs, error.message);
          if (error.code === 'model-rate-limited') {
            pool.pauseUntil(ports.clock.delay(waitMs, signal));
          }
        },
      });
      const stored: StoredCompletion = { key, completion, time: ports.clock.now() };
      // On disk before anyone sees it: an answer that was paid for is not lost.
      await ports.store.saveCompletion(stored, request);
      const usage = completion.usage ?? presumedUsage(request.messages);
      const price = ports.pricing.cost(model.info, usage);
      reservation.settle(price);
      onAnswer(stored, price);
      return stored;
    } catch (error) {
      reservation.cancel();
      if (isEvalError(error) && hopelessCodes.has(error.code)) this.hopeless = error;
      throw error;
    }
  }

  private reserve(budget: Budget, estimate: number | null) {
    try {
      return budget.reserve(estimate);
    } catch (error) {
      if (isEvalError(error)) this.hopeless = error;
      throw error;
    }
  }
}

/** After one of these no other call of the run can succeed. */
const hopelessCodes: ReadonlySet<string> = new Set([
  'key-missing',
  'model-unauthorised',
  'model-not-found',
]);
