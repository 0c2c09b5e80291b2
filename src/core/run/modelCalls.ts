import { aborted, EvalError, isEvalError } from '../errors.ts';
import type { CallLease, Model, Ports } from '../ports.ts';
import { AbortListeners } from './abortListeners.ts';
import type { CallPool } from './callPool.ts';
import type { StoredCompletion } from './completion.ts';
import { presumedUsage } from './presumedUsage.ts';
import type { RenderedRequest } from './request.ts';
import { requestKey } from './requestKey.ts';
import { withRetries } from './retry.ts';
import { dayOf, type Spending } from './spending.ts';

/** An answer to a call. */
export interface Answer extends StoredCompletion {
  /** It came into the store before it was asked for: another process, or a run before, had asked. Default false. */
  readonly isCached?: boolean;
  /** Counts the answer where it is taken, unless another has counted it: a run that made the call may have been replaced. */
  readonly countIn?: (spending: Spending) => void;
}

/** A model that may know before a call is sent that it will be refused. */
export interface AskedModel extends Model {
  readonly refusal?: () => EvalError | undefined;
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
  async ask(model: AskedModel, request: RenderedRequest): Promise<Answer> {
    const { signal, pool, isAllowed, spending } = this.options;
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
      const answer = await this.stops.orAborted(claim.answer);
      answer.countIn?.(spending);
      return answer;
    } finally {
      forget();
      claim.release();
    }
  }

  private async call(
    model: AskedModel,
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
    model: AskedModel,
    key: string,
    request: RenderedRequest,
    signal: AbortSignal,
  ): Promise<Answer> {
    const name = `${model.endpoint} ${model.info.name}`;
    const known = this.exhausted ?? this.hopeless.get(name) ?? model.refusal?.();
    if (known !== undefined) throw known;
    const { ports, spending, onWait, pool } = this.options;
    const estimate = ports.pricing.cost(model.info, presumedUsage(request.messages));
    spending.budget.lookAtDay(ports.clock.now());
    const reservation = this.withinBudget(() => spending.budget.reserve(estimate));
    try {
      const attempt = (number: number) => {
        if (number > 1) this.withinBudget(() => reservation.again());
        return model.complete(request, signal);
      };
      const completion = await withRetries(attempt, {
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
      const usage = completion.usage ?? presumedUsage(request.messages);
      const price = ports.pricing.cost(model.info, usage);
      await this.save(stored, request, price);
      reservation.settle(price);
      const countIn = countedOnce(stored, price, spending);
      // Nobody waits for it any more.
      if (signal.aborted) countIn(spending);
      return { ...stored, countIn };
    } catch (error) {
      if (isEvalError(error) && unsentCodes.has(error.code)) reservation.cancel();
      else reservation.fail();
      if (isEvalError(error) && hopelessCodes.has(error.code)) this.hopeless.set(name, error);
      throw error;
    }
  }

  /** On disk before anyone sees it, and what it cost with it: an answer that was paid for is not lost, nor is its price. */
  private async save(
    stored: StoredCompletion,
    request: RenderedRequest,
    price: number | null,
  ): Promise<void> {
    const { store } = this.options.ports;
    await Promise.all([
      store.saveCompletion(stored, request),
      price !== null && price > 0 && store.addSpend(dayOf(stored.time), price),
    ]);
  }

  /**
   * At the last moment: windows and command lines with one store do not pay twice for what waited here, nor for what
   * one of them is asking at this moment. That one's answer is waited for; if it dies or gives up, the call is made here.
   */
  private async claimed(key: string, signal: AbortSignal): Promise<Answer | CallLease> {
    const { ports } = this.options;
    const begun = ports.clock.now();
    for (;;) {
      const claim = await ports.store.claimCall(key);
      switch (claim.kind) {
        case 'answered':
          return {
            ...claim.stored,
            isCached: true,
            countIn: once((spending) => spending.countCached()),
          };
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

  private withinBudget<T>(take: () => T): T {
    try {
      return take();
    } catch (error) {
      if (isEvalError(error)) this.exhausted = error;
      throw error;
    }
  }
}

/** Counts an answer for the first who takes it. @param maker has been charged already */
function countedOnce(stored: StoredCompletion, price: number | null, maker: Spending) {
  return once((taker) => {
    taker.count(stored, price);
    if (taker.budget !== maker.budget) taker.budget.takeOver(price);
  });
}

function once(count: (spending: Spending) => void): (spending: Spending) => void {
  let isCounted = false;
  return (spending) => {
    if (isCounted) return;
    isCounted = true;
    count(spending);
  };
}

/** Longest wait for a call that another process makes, in milliseconds: longer than a model has for a reply. */
const maxHeldMs = 150_000;

/** Nothing to give back. */
const unheld: CallLease = { release: async () => undefined };

/** How long to wait before asking again for a call that another process makes, in milliseconds, on average. */
const heldPauseMs = 150;

/** After one of these nothing was sent. */
const unsentCodes: ReadonlySet<string> = new Set(['key-missing', 'no-recording']);

/** After one of these no other call of the model can succeed. */
const hopelessCodes: ReadonlySet<string> = new Set([
  'key-missing',
  'model-unauthorised',
  'model-not-found',
]);
