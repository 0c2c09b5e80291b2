import { type Disposable, DisposableStore } from '../core/lifecycle.ts';
import type { TrialResult } from '../core/results/runResult.ts';
import {
  type Answers,
  type FindRequest,
  maxPageSize,
  type PanelRequest,
  parseFromPanel,
  type ResponseMessage,
  type RevealMessage,
  type Slices,
  type ToPanel,
} from './protocol.ts';
import { inSlices } from './slicedWork.ts';
import type { CasePage, CasePlace, CaseRow } from './slices/cases.ts';
import type { ComparePanelSource, PanelInput } from './source.ts';
import { caseDetails, conversation, requestOf, trialOf } from './viewModel/caseDetails.ts';
import { CaseIndex } from './viewModel/caseIndex.ts';
import { headerOf } from './viewModel/header.ts';
import { metricTable } from './viewModel/metricTable.ts';
import { promptDiffing } from './viewModel/promptDiff.ts';

/** What a session needs of its surroundings. */
export interface SessionHost {
  post(message: ToPanel): void;
  /** Calls back after a while, in milliseconds. */
  schedule(callback: () => void, ms: number): Disposable;
  log(message: string): void;
}

/** Updates while a run streams come at most this often, in milliseconds. */
const updateIntervalMs = 100;

/** The host's end of a panel: answers its messages from a source and keeps it up to date. */
export class PanelSession implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly source: ComparePanelSource;
  private readonly host: SessionHost;
  private state: State | undefined;
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
  private readonly asked: { readonly id: number; readonly request: PanelRequest }[] = [];
  private answering: Disposable | undefined;

  constructor(source: ComparePanelSource, host: SessionHost) {
    this.source = source;
    this.host = host;
    this.owned.add(source.onDidChange(() => this.onChange()));
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
    this.waiting?.dispose();
    this.making?.dispose();
    this.answering?.dispose();
    this.warming?.work.dispose();
    this.owned.dispose();
  }

  private start(): void {
    this.isReady = true;
    this.isStarted = false;
    this.waiting?.dispose();
    this.waiting = undefined;
    if (!this.isMaking) this.advance();
  }

  private onChange(): void {
    if (!this.isReady || this.waiting !== undefined) return;
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
      if (this.isStarted && before?.input.key === state.input.key)
        this.postChanges(before.slices, state.slices);
      else this.postState(state);
    });
  }

  private postState({ input, slices }: State): void {
    this.isStarted = true;
    this.host.post({ type: 'state', key: input.key, slices });
    if (this.pendingReveal !== undefined) this.host.post(this.pendingReveal);
    this.pendingReveal = undefined;
  }

  private postChanges(before: Required<Slices>, slices: Required<Slices>): void {
    const changed: Slices = {
      ...(!equal(slices.header, before.header) && { header: slices.header }),
      ...(!equal(slices.promptDiff, before.promptDiff) && { promptDiff: slices.promptDiff }),
      ...(!equal(slices.metrics, before.metrics) && { metrics: slices.metrics }),
      ...(slices.cases !== before.cases && { cases: slices.cases }),
    };
    if (Object.keys(changed).length > 0) this.host.post({ type: 'update', slices: changed });
  }

  /** Prepares for the first filter by text, once the panel shows its rows. */
  private warm({ index }: State): void {
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
    this.answering = inSlices(this.answered(first.id, first.request), this.schedule, (message) => {
      this.asked.shift();
      this.host.post(message);
      if (first.request.type === 'cases' && this.state !== undefined) this.warm(this.state);
      this.respond();
    });
  }

  private *answered(id: number, request: PanelRequest): Generator<void, ResponseMessage> {
    try {
      const state = this.state ?? (yield* makeState(this.source.getState()));
      this.state ??= state;
      return { type: 'response', id, value: yield* answer(this.state, request, this.source) };
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

/** The input with everything derived from it. */
interface State {
  readonly input: PanelInput;
  readonly index: CaseIndex;
  readonly slices: Required<Slices>;
}

function* makeState(input: PanelInput, previous?: State): Generator<void, State> {
  if (previous !== undefined && previous.input === input) return previous;
  const metrics = metricTable(input);
  const isSameKey = previous?.input.key === input.key;
  const isSameList =
    isSameKey &&
    previous.input.old?.run === input.old?.run &&
    previous.input.new?.run === input.new?.run &&
    previous.input.comparison === input.comparison &&
    previous.input.progress === input.progress &&
    equal(previous.slices.metrics, metrics);
  const index = isSameList
    ? previous.index
    : yield* CaseIndex.building(input, metrics.metrics, isSameKey ? previous.index : undefined);
  const isSamePrompt =
    isSameKey &&
    previous.input.old?.source === input.old?.source &&
    previous.input.new?.source === input.new?.source &&
    equal(previous.input.causes, input.causes) &&
    equal(previous.slices.metrics, metrics);
  return {
    input,
    index,
    slices: {
      header: headerOf(input),
      promptDiff: isSamePrompt
        ? previous.slices.promptDiff
        : yield* promptDiffing(input, metrics.metrics),
      metrics,
      cases: index.slice,
    },
  };
}

function* answer(
  state: State,
  request: PanelRequest,
  source: ComparePanelSource,
): Generator<void, Answers[keyof Answers]> {
  const { index, slices } = state;
  switch (request.type) {
    case 'cases':
      return page(index, yield* index.filtering(request.filter), request.offset, request.limit);
    case 'find':
      return find(yield* index.filtering(request.filter), request.target);
    case 'details': {
      const row = index.row(request.caseId);
      const parts = index.partsOf(request.caseId);
      if (row === undefined || parts === undefined) return null;
      return yield* caseDetails({
        row,
        old: parts.old,
        now: parts.now,
        compared: parts.compared,
        metrics: slices.metrics.metrics,
        trial: request.trial,
        costOf: (reply) => source.costOf?.(reply) ?? null,
      });
    }
    case 'text': {
      const parts = index.partsOf(request.caseId);
      const item = request.side === 'old' ? parts?.old : parts?.now;
      return trialOf(item, request.trial)?.replies[request.reply]?.text ?? null;
    }
    case 'messages': {
      const trial = sentTrial(index, request);
      return trial === undefined ? null : requestOf(trial);
    }
    case 'messageText': {
      const trial = sentTrial(index, request);
      if (trial === undefined) return null;
      return conversation(trial)[request.message]?.content ?? null;
    }
    case 'wholePromptDiff':
      return yield* promptDiffing(state.input, slices.metrics.metrics, true);
  }
}

/** The trial whose messages are shown: of the new run where it has one. */
function sentTrial(
  index: CaseIndex,
  { caseId, trial }: { readonly caseId: string; readonly trial: number },
): TrialResult | undefined {
  const parts = index.partsOf(caseId);
  return trialOf(parts?.now, trial) ?? trialOf(parts?.old, trial);
}

function page(index: CaseIndex, rows: readonly CaseRow[], offset: number, limit: number): CasePage {
  return {
    revision: index.slice.revision,
    total: rows.length,
    offset,
    rows: rows.slice(offset, offset + Math.min(limit, maxPageSize)),
  };
}

function find(rows: readonly CaseRow[], target: FindRequest['target']): CasePlace | null {
  if (target.type === 'case') {
    const at = rows.findIndex((row) => row.id === target.caseId);
    return at < 0 ? null : { index: at, id: target.caseId };
  }
  for (let at = target.from + target.step; at >= 0 && at < rows.length; at += target.step) {
    const row = rows[at];
    if (row?.verdict === 'regressed' || row?.verdict === 'failing')
      return { index: at, id: row.id };
  }
  return null;
}

function equal(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
