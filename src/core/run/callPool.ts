import { aborted, type EvalError } from '../errors.ts';
import { WaitingLine } from './waitingLine.ts';

type Make<T> = (signal: AbortSignal) => Promise<T>;

/** A call that is under way or waits to be. */
class Call<T> {
  readonly key: string;
  readonly promise: Promise<T>;
  /** Runs that still want the answer. */
  interest = 0;
  /** Made when the call starts: thousands may wait, and a signal is a heavy thing. */
  private controller: AbortController | undefined;
  private leave: (() => void) | undefined;
  private reason: EvalError | undefined;
  private readonly first: Make<T>;
  /** Of the claims that are not released, in their order. */
  private readonly makers: Make<T>[] = [];

  constructor(key: string, make: Make<T>, begin: (call: Call<T>) => Promise<T>) {
    this.key = key;
    this.first = make;
    this.promise = begin(this);
  }

  /** How the call is made: as whoever claimed it last and still wants it would make it. */
  get make(): Make<T> {
    return this.makers.at(-1) ?? this.first;
  }

  /** Gives what to call when the claim is released. */
  wantedBy(make: Make<T>): () => void {
    this.makers.push(make);
    return () => {
      const at = this.makers.indexOf(make);
      if (at !== -1) this.makers.splice(at, 1);
    };
  }

  /** @param leave called when the call is stopped before it starts */
  waits(leave: (reason: EvalError) => void): void {
    this.leave = () => leave(this.reason ?? aborted());
  }

  /** Gives what aborts when the call is stopped. */
  start(): AbortSignal {
    this.leave = undefined;
    const controller = new AbortController();
    if (this.reason !== undefined) controller.abort(this.reason);
    this.controller = controller;
    return controller.signal;
  }

  /** @param reason without one each signal makes an error of its own */
  stop(reason: EvalError): void {
    this.reason = reason;
    this.leave?.();
    this.controller?.abort(reason);
  }
}

/** A claim on a call. Release it when the answer is no longer wanted (also after it came). */
export interface Claim<T> {
  readonly answer: Promise<T>;
  release(): void;
}

/** Calls that start in one turn of the event loop. Each costs about half a millisecond. */
const startsPerTurn = 6;

/**
 * All calls that are under way or waiting, by request key, with one limit on how many run at once.
 * A call that two runs want is made once. A call is aborted when nobody wants it any more: so a run
 * that replaces another first claims what it needs, then the other lets go of the rest.
 */
export class CallPool<T> {
  private readonly calls = new Map<string, Call<T>>();
  /** Why calls are aborted. */
  private readonly unwanted = aborted();
  private readonly waiting = new WaitingLine<() => void>();
  private running = 0;
  private most: number;
  private isPaused = false;
  private readonly nextTurn: ((go: () => void) => void) | undefined;
  private startedInTurn = 0;
  private isTurnAwaited = false;

  /**
   * @param nextTurn calls back in the next turn of the event loop; calls are then started a few at a time, so that neither their
   *   starts nor their answers fill a turn. Absent: as soon as there is room.
   */
  constructor(limit: number, nextTurn?: (go: () => void) => void) {
    this.most = limit;
    this.nextTurn = nextTurn;
  }

  /** How many calls may run at once. */
  get limit(): number {
    return this.most;
  }

  /** @param limit at least 1 */
  setLimit(limit: number): void {
    this.most = Math.max(1, limit);
    this.startWaiting();
  }

  /** Lets no further call start until the promise settles: the server asked for a pause. */
  pauseUntil(ready: Promise<unknown>): void {
    if (this.isPaused) return;
    this.isPaused = true;
    const go = () => {
      this.isPaused = false;
      this.startWaiting();
    };
    ready.then(go, go);
  }

  has(key: string): boolean {
    return this.calls.has(key);
  }

  /** Joins the call of this key, or queues it. */
  claim(key: string, make: Make<T>): Claim<T> {
    const call = this.calls.get(key) ?? this.begin(key, make);
    return this.interestIn(call, call.wantedBy(make));
  }

  /** Keeps a call alive that is already under way; undefined where there is none. */
  hold(key: string): Claim<T> | undefined {
    const call = this.calls.get(key);
    return call === undefined ? undefined : this.interestIn(call);
  }

  private interestIn(call: Call<T>, forget?: () => void): Claim<T> {
    call.interest++;
    let isReleased = false;
    return {
      answer: call.promise,
      release: () => {
        if (isReleased) return;
        isReleased = true;
        forget?.();
        call.interest--;
        if (call.interest > 0) return;
        // It has come to its end already.
        if (this.calls.get(call.key) !== call) return;
        // Forgotten at once: a later claim of the same key must not join a call that is ending.
        this.calls.delete(call.key);
        call.stop(this.unwanted);
      },
    };
  }

  private begin(key: string, make: Make<T>): Call<T> {
    const call = new Call<T>(key, make, (own) => this.run(own));
    this.calls.set(key, call);
    const forget = () => {
      if (this.calls.get(key) === call) this.calls.delete(key);
    };
    call.promise.then(forget, forget);
    return call;
  }

  private async run(call: Call<T>): Promise<T> {
    await this.place(call);
    try {
      return await call.make(call.start());
    } finally {
      this.running--;
      this.startWaiting();
    }
  }

  private place(call: Call<T>): Promise<void> {
    if (this.waiting.size === 0 && this.takeRoom()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const leave = this.waiting.add(resolve);
      call.waits((reason) => {
        leave();
        reject(reason);
      });
    });
  }

  private startWaiting(): void {
    while (this.waiting.size > 0 && this.takeRoom()) this.waiting.take()?.();
  }

  /** Takes a place among the running calls; false where there is none now. */
  private takeRoom(): boolean {
    if (this.isPaused || this.running >= this.most) return false;
    if (this.nextTurn !== undefined) {
      this.awaitTurn(this.nextTurn);
      if (this.startedInTurn >= startsPerTurn) return false;
      this.startedInTurn++;
    }
    this.running++;
    return true;
  }

  private awaitTurn(nextTurn: (go: () => void) => void): void {
    if (this.isTurnAwaited) return;
    this.isTurnAwaited = true;
    nextTurn(() => {
      this.isTurnAwaited = false;
      this.startedInTurn = 0;
      this.startWaiting();
    });
  }
}
