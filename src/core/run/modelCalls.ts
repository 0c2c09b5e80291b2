import { aborted, EvalError, isEvalError } from '../errors.ts';
import type { CallLease, Model, Ports } from '../ports.ts';
import { AbortListeners } from './abortListeners.ts';
import type { CallPool } from './callPool.ts';
import type { StoredCompletion } from './completion.ts';
import { presumedUsage } from './presumedUsage.ts';
import type { RenderedRequest } from './request.ts';
import { requestKey } from './requestKey.ts';
import { withRetries } from './retry.ts';
import type { Spending } from './spending.ts';

/** An answer to a call. */
export interface Answer extends StoredCompletion {
  /** It came into the store before it was asked for: another process, or a run before, had asked. Default false. */
  readonly isCached?: boolean;
}

export interface ModelCallsOptions {
  readonly ports: Pick<Ports, 'clock' | 'pricing' | 'random' | 'store'>;
  readonly pool: CallPool<Answer>;
  readonly spending: Spending;
  /** False: nothing is sent, and what is not stored becomes an error. */
  readonly isAllowed: boolean;
  /** Whether an answer that came into the store after the plan was made is taken; default true. */
  readonly useCache?: boolean;
  readonly signal: AbortSignal;
  readonly onWait?: (ms: number, message: string) => void;
}

/**
 * Calls of models, each at most once at a time, within the budget, with retries, and on disk before anyone sees the
 * answer. Replies and judges' answers alike are asked for here.
 */
export class ModelCalls {
  private readonly options: ModelCallsOptions;
  /** The first call that the budget refused: the rest need not try. */
  private exhausted: EvalError | undefined;
  /** By model: the first call that said that no other can succeed. */
  private readonly hopeless = new Map<string, EvalError>();

  private readonly stops: AbortListeners;

  constructor(options: ModelCallsOptions) {
    this.options = options;
    this.stops = new AbortListeners(options.signal, options.ports.clock);
  }

  /** Whether a call was refused by the budget. */
  get isExhausted(): boolean {
    return this.exhausted !== undefined;
  }

  /** @throws {EvalError} not-cached, aborted, budget-exceeded, or what the model says */
  async ask(model: Model, request: RenderedRequest): Promise<Answer> {
    const { signal, pool, isAllowed } = this.options;
    if (!isAllowed) {
      throw new EvalError(
        'not-cached',
        'No stored answer for this request, and nothing was sent. Run again to ask the model.',
      );
    }
    if (signal.aborted) throw aborted();
    const key = requestKey(request);
    const claim = pool.claim(key, (callSignal) => this.call(model, key, request, callSignal));
    const forget = this.stops.add(() => claim.release());
    try {
      return await this.stops.orAborted(claim.answer);
    } finally {
      forget();
      claim.release();
    }
  }

  private async call(
    model: Model,
    key: string,
    request: RenderedRequest,
    signal: AbortSignal,
  ): Promise<Answer> {
    const { useCache = true } = this.options;
    if (!useCache) return this.send(model, key, request, signal);
    const claimed = await this.claimed(key, signal);
    if ('completion' in claimed) return claimed;
    try {
      return await this.send(model, key, request, signal);
    } finally {
      await claimed.release();
    }
  }

  private async send(
    model: Model,
    key: string,
    request: RenderedRequest,
    signal: AbortSignal,
  ): Promise<Answer> {
    const name = `${model.endpoint} ${model.info.name}`;
    const known = this.exhausted ?? this.hopeless.get(name);
    if (known !== undefined) throw known;
    const { ports, spending, onWait, pool } = this.options;
    const estimate = ports.pricing.cost(model.info, presumedUsage(request.messages));
    const reservation = this.reserve(estimate);
    try {
      const completion = await withRetries(() => model.complete(request, signal), {
        clock: ports.clock,
        signal,
        random: ports.random,
        onWait: ({ waitMs, error }) => {
          onWait?.(waitMs, error.message);
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
      spending.count(stored, price);
      return stored;
    } catch (error) {
      reservation.cancel();
      if (isEvalError(error) && hopelessCodes.has(error.code)) this.hopeless.set(name, error);
      throw error;
    }
  }

  /**
   * At the last moment: windows and command lines with one store do not pay twice for what waited here, nor for what
   * one of them is asking at this moment. That one's answer is waited for; if it dies or gives up, the call is made here.
   */
  private async claimed(key: string, signal: AbortSignal): Promise<Answer | CallLease> {
    const { ports, spending } = this.options;
    const begun = ports.clock.now();
    for (;;) {
      const claim = await ports.store.claimCall(key);
      switch (claim.kind) {
        case 'answered':
          spending.countCached();
          return { ...claim.stored, isCached: true };
        case 'leased':
          if (!signal.aborted) return claim.lease;
          await claim.lease.release();
          throw aborted();
        case 'held':
          // Whoever holds it may hang for good; an answer that is paid for twice is better than none.
          if (ports.clock.now() - begun > maxHeldMs) return unheld;
          await ports.clock.delay(heldPauseMs * (0.75 + ports.random() / 2), signal);
      }
    }
  }

  private reserve(estimate: number | null) {
    try {
      return this.options.spending.budget.reserve(estimate);
    } catch (error) {
      if (isEvalError(error)) this.exhausted = error;
      throw error;
    }
  }
}

/** Longest wait for a call that another process makes, in milliseconds: longer than a model has for a reply. */
const maxHeldMs = 150_000;

/** Nothing to give back. */
const unheld: CallLease = { release: async () => undefined };

/** How long to wait before asking again for a call that another process makes, in milliseconds, on average. */
const heldPauseMs = 150;

/** After one of these no other call of the model can succeed. */
const hopelessCodes: ReadonlySet<string> = new Set([
  'key-missing',
  'model-unauthorised',
  'model-not-found',
]);
