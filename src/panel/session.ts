import { type Disposable, DisposableStore } from '../core/lifecycle.ts';
import { answer } from './answer.ts';
import { keysFor } from './answerOfRequest.ts';
import { changedSlices, makeState, type PanelState } from './panelState.ts';
import {
  type PanelRequest,
  parseFromPanel,
  type ResponseMessage,
  type RevealMessage,
  type Slices,
  type ToPanel,
} from './protocol.ts';
import { inSlices } from './slicedWork.ts';
import type { ComparePanelSource } from './source.ts';
import { type StoredByKey, StoredRequests } from './storedRequests.ts';
import type { CaseIndex } from './viewModel/caseIndex.ts';

/** What a session needs of its surroundings. */
export interface SessionHost {
  post(message: ToPanel): void;
  /** Calls back after a while, in milliseconds. */
  schedule(callback: () => void, ms: number): Disposable;
  log(message: string): void;
}

interface Asked {
  readonly id: number;
  readonly request: PanelRequest;
}

interface Needed {
  readonly keys: readonly string[];
  readonly state?: PanelState;
}

/** Updates while a run streams come at most this often, in milliseconds. */
const updateIntervalMs = 100;

/** The host's end of a panel: answers its messages from a source and keeps it up to date. */
export class PanelSession implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly source: ComparePanelSource;
  private readonly host: SessionHost;
  private state: PanelState | undefined;
  private readonly preparing: Disposable;
  /** The next state, while it is made. */
  private making: Disposable | undefined;
  private isMaking = false;
  private isStarted = false;
  /** What is made without haste, of this index. */
  private warming: { readonly index: CaseIndex; readonly work: Disposable } | undefined;
  private isReady = false;
  private waiting: Disposable | undefined;
  private pendingReveal: RevealMessage | undefined;
  /** Requests in their order; the first is being answered. */
  private readonly asked: Asked[] = [];
  private answering: Disposable | undefined;
  private readonly stored: StoredRequests;

  constructor(source: ComparePanelSource, host: SessionHost) {
    this.source = source;
    this.host = host;
    this.stored = this.owned.add(new StoredRequests(source, this.schedule));
    this.owned.add(source.onDidChange(() => this.onChange()));
    // While the page is still loading, so that its state is there when it asks for it.
    this.preparing = host.schedule(() => this.advance(), 0);
  }

  /** Takes whatever the panel sent. Never throws; what is no message is logged. */
  receive(raw: unknown): void {
    const parsed = parseFromPanel(raw);
    if (!parsed.ok) {
      this.host.log(`Compare panel: ${parsed.reason}`);
      this.refuse(raw, parsed.reason);
      return;
    }
    const { message } = parsed;
    switch (message.type) {
      case 'ready':
        this.start();
        return;
      case 'request':
        this.asked.push(message);
        if (this.asked.length === 1) this.respond();
        return;
      case 'action':
        void this.perform(() => this.source.perform(message.action, message.target));
        return;
    }
  }

  /** Leads the panel to a case or metric, as soon as it can. */
  reveal(target: Omit<RevealMessage, 'type'>): void {
    const message: RevealMessage = { type: 'reveal', ...target };
    if (this.isStarted) this.host.post(message);
    else this.pendingReveal = message;
  }

  dispose(): void {
    this.preparing.dispose();
    this.waiting?.dispose();
    this.making?.dispose();
    this.answering?.dispose();
    this.warming?.work.dispose();
    this.owned.dispose();
  }

  private start(): void {
    this.isReady = true;
    this.isStarted = false;
    this.preparing.dispose();
    // What is being made may be of before the change that waits.
    if (this.isMaking) return;
    this.waiting?.dispose();
    this.waiting = undefined;
    this.advance();
  }

  private onChange(): void {
    if (this.waiting !== undefined) return;
    // A page that is not there asks for the state of then; only one that is being made may be of before.
    if (!this.isReady && !this.isMaking) return;
    this.waiting = this.host.schedule(() => {
      this.waiting = undefined;
      // One after the other: a list that takes long is not begun anew with every change.
      if (this.isMaking) this.onChange();
      else this.advance();
    }, updateIntervalMs);
  }

  /** Makes the state of now, in slices, and sends what is new in it. */
  private advance(): void {
    const before = this.state;
    this.isMaking = true;
    this.making = inSlices(makeState(this.source.getState(), before), this.schedule, (state) => {
      this.isMaking = false;
      this.state = state;
      if (!this.isReady) return;
      if (this.isStarted && before?.input.key === state.input.key)
        this.postChanges(before.slices, state.slices);
      else this.postState(state);
    });
  }

  private postState({ input, slices }: PanelState): void {
    this.isStarted = true;
    this.host.post({ type: 'state', key: input.key, slices });
    if (this.pendingReveal !== undefined) this.host.post(this.pendingReveal);
    this.pendingReveal = undefined;
  }

  private postChanges(before: Required<Slices>, slices: Required<Slices>): void {
    const changed = changedSlices(before, slices);
    if (Object.keys(changed).length > 0) this.host.post({ type: 'update', slices: changed });
  }

  /** Prepares for the first filter by text, once the panel shows its rows. */
  private warm({ index }: PanelState): void {
    if (this.warming?.index === index) return;
    this.warming?.work.dispose();
    this.warming = { index, work: inSlices(index.warming(), this.schedule, () => undefined) };
  }

  private readonly schedule = (callback: () => void, ms: number): Disposable =>
    this.host.schedule(callback, ms);

  /** Answers the first request in slices, then those that came meanwhile. */
  private respond(): void {
    const first = this.asked[0];
    if (first === undefined) return;
    this.answering = inSlices(this.needed(first.request), this.schedule, ({ keys, state }) => {
      this.stored.read(keys, (stored) => this.respondFrom(first, stored, state));
    });
  }

  private respondFrom({ id, request }: Asked, stored: StoredByKey, state?: PanelState): void {
    const work = this.answered(id, request, stored, state);
    this.answering = inSlices(work, this.schedule, (message) => {
      this.asked.shift();
      this.host.post(message);
      if (request.type === 'cases' && this.state !== undefined) this.warm(this.state);
      this.respond();
    });
  }

  /** Keys of what the history has to tell for an answer, and the state that has them; most answers need nothing of it. */
  private *needed(request: PanelRequest): Generator<void, Needed> {
    switch (request.type) {
      case 'requestChanges':
      case 'sentRequest':
      case 'sentMessages':
      case 'sentText':
        try {
          const state = yield* this.current();
          return { keys: keysFor(state.index, request), state };
        } catch {
          // Whoever answers meets the same, and says so.
          return { keys: [] };
        }
      default:
        return { keys: [] };
    }
  }

  private *current(): Generator<void, PanelState> {
    const state = this.state ?? (yield* makeState(this.source.getState()));
    this.state ??= state;
    return this.state;
  }

  private *answered(
    id: number,
    request: PanelRequest,
    stored: StoredByKey,
    known?: PanelState,
  ): Generator<void, ResponseMessage> {
    try {
      const state = known ?? (yield* this.current());
      return { type: 'response', id, value: yield* answer(state, request, this.source, stored) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.host.log(`Compare panel: ${request.type} failed: ${reason}`);
      return { type: 'response', id, error: reason };
    }
  }

  /** A request that cannot be understood still gets its answer, so that nobody waits for ever. */
  private refuse(raw: unknown, reason: string): void {
    try {
      if (typeof raw !== 'object' || raw === null) return;
      const id: unknown = Reflect.get(raw, 'id');
      if (Reflect.get(raw, 'type') !== 'request' || !Number.isSafeInteger(id)) return;
      if (typeof id === 'number' && id >= 0)
        this.host.post({ type: 'response', id, error: reason });
    } catch {
      // An object that cannot be read has no id to answer to.
    }
  }

  private async perform(action: () => void | Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.host.log(`Compare panel: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
