import type { Baseline } from '../compare/judgeBaseline.ts';
import { aborted, EvalError, isEvalError } from '../errors.ts';
import { type Disposable, Emitter, type Event } from '../lifecycle.ts';
import { versionId } from '../prompt/version.ts';
import type { RunResult } from '../results/runResult.ts';
import { AbortListeners } from '../run/abortListeners.ts';
import { type BudgetLimits, dollarText } from '../run/budget.ts';
import type { EvaluationContext } from '../run/evaluate.ts';
import type { PlanSummary } from '../run/plan.ts';
import type { DefaultSources } from './baselines.ts';
import type { Evaluated, LiveSettings } from './evaluatePrompt.ts';
import type { PromptEvaluationOptions } from './evaluationInput.ts';
import type { LivePromptsOptions, RunRequest } from './livePromptsOptions.ts';
import { failureOf, type PromptState, type Running } from './promptState.ts';
import type { BaselineChoice } from './putBeside.ts';
import { usableTargets } from './usableTargets.ts';

export type { PromptState, Running } from './promptState.ts';

/**
 * Runs suites as prompts change, one run per prompt at a time; a newer one replaces the older. What evaluates is much code and
 * loaded with the first run.
 */
export class LivePrompts implements Disposable {
  private readonly options: LivePromptsOptions;
  private readonly states = new Map<string, PromptState>();
  private readonly runs = new Map<string, AbortController>();
  private readonly changes: Emitter<PromptState>;
  /** What was said of comparisons that could not be made. */
  private readonly told = new Set<string>();

  constructor(options: LivePromptsOptions) {
    this.options = options;
    const onError = (error: unknown) => options.log.error('A listener failed.', error);
    this.changes = new Emitter(onError);
    this.onDidChange = this.changes.event;
  }

  readonly onDidChange: Event<PromptState>;

  state(prompt: string): PromptState | undefined {
    return this.states.get(prompt);
  }

  all(): readonly PromptState[] {
    return [...this.states.values()];
  }

  /** The text is no longer the one that the results are about (or is again). */
  setStale(prompt: string, isStale: boolean): void {
    const state = this.states.get(prompt);
    if (state !== undefined && state.isStale !== isStale) this.set({ ...state, isStale });
  }

  /** The prompt is gone: so is what is known of it. */
  forget(prompt: string): void {
    const state = this.states.get(prompt);
    this.stop(prompt);
    // A run that goes on has nobody to tell any more.
    this.runs.delete(prompt);
    if (state === undefined) return;
    this.states.delete(prompt);
    this.changes.fire({ prompt, results: [], isStale: false });
  }

  stop(prompt?: string): void {
    for (const [path, run] of this.runs) if (prompt === undefined || prompt === path) run.abort();
  }

  /**
   * Brings back what the store knows, where nothing is known yet: as after a restart. Nothing is run or sent.
   * @throws {EvalError} store-unavailable; untrusted
   */
  async restore(prompt: string): Promise<void> {
    if (this.states.has(prompt)) return;
    const { load, settings } = this.options;
    const [{ targets }, { lastStored }] = await Promise.all([
      load(prompt),
      import('./evaluating.ts'),
    ]);
    const context = await this.options.context(prompt);
    const { signal } = new AbortController();
    const { fallback, live } = settings(prompt);
    const known = { fallback, ...live };
    const results = await lastStored(targets, known, context, signal, this.elsewhere());
    const isStale = targets.some(({ prompt: now, suite }) =>
      results.some(({ run }) => run.suite === suite.path && run.promptVersion !== versionId(now)),
    );
    // A run that began meanwhile knows better.
    if (results.length > 0 && !this.states.has(prompt))
      this.set({ prompt, results, isStale, isRestored: true });
  }

  /** Loads what evaluates ahead of the first run. */
  async load(): Promise<void> {
    await import('./evaluating.ts');
  }

  /** Runs all suites of a prompt. Never rejects: what goes wrong becomes the state's failure. */
  async run(prompt: string, request: RunRequest = {}): Promise<PromptState> {
    const before = this.runs.get(prompt);
    const controller = new AbortController();
    this.runs.set(prompt, controller);
    const old = this.states.get(prompt);
    const { failure: _, ...known } = old ?? noneOf(prompt);
    this.set({ ...known, running: { done: 0, total: 0, cost: 0 } });
    try {
      return await this.runAll(prompt, controller, request, () => before?.abort());
    } catch (error) {
      return this.fail(prompt, controller, error);
    } finally {
      before?.abort();
      if (this.runs.get(prompt) === controller) this.runs.delete(prompt);
    }
  }

  /** Draws the samples that an open comparison lacks. What is known is not asked again. */
  resolve(prompt: string): Promise<PromptState> {
    return this.run(prompt, { resolve: true });
  }

  /** Runs both versions side by side on the cases in question: was it the edit, or did the model move? */
  control(prompt: string): Promise<PromptState> {
    return this.run(prompt, { control: true });
  }

  private async runAll(
    prompt: string,
    controller: AbortController,
    request: RunRequest,
    replace: () => void,
  ): Promise<PromptState> {
    const { load, settings } = this.options;
    const before = this.states.get(prompt);
    const [loaded, { evaluateTargets, stateAfter }] = await Promise.all([
      load(prompt),
      import('./evaluating.ts'),
    ]);
    const targets = usableTargets(loaded);
    const context = await this.options.context(prompt);
    const { fallback, budget, live, findsCauses, ...set } = settings(prompt, request.stages);
    const stages = request.stages ?? set.stages;
    const outcomes = await evaluateTargets(
      targets,
      {
        ...{ fallback, budget, stages, live: { ...live, ...asked(request) } },
        ...this.elsewhere(),
        lastCommit: async (path) => this.options.git?.show(path, 'HEAD'),
        isLarge: (plan) => this.options.isLarge?.(prompt, plan) ?? false,
      },
      {
        confirm: (plan) => this.agreed(prompt, plan, controller.signal),
        onClaimed: replace,
        progress: (change) => this.progress(prompt, controller, change),
      },
      context,
      controller.signal,
    );
    const isNewest = this.runs.get(prompt) === controller;
    const state = stateAfter(prompt, outcomes, before);
    for (const outcome of outcomes) if ('error' in outcome) this.note(prompt, outcome.error);
    if (!isNewest) return state;
    this.set(state);
    if (findsCauses !== true || state.isStale || controller.signal.aborted) return state;
    const share = quarterOf(budget);
    return this.explain(state, { fallback, stages, budget: share }, context, controller.signal);
  }

  /** Looks for the changes that made metrics worse, among the results that are shown. Never rejects. */
  async findCauses(prompt: string): Promise<PromptState | undefined> {
    const state = this.states.get(prompt);
    if (state === undefined || state.running !== undefined) return state;
    const controller = new AbortController();
    this.runs.set(prompt, controller);
    this.set({ ...state, running: { done: 0, total: 0, cost: 0 } });
    try {
      const context = await this.options.context(prompt);
      const { fallback, budget, stages } = this.options.settings(prompt);
      const options = { fallback, budget, stages };
      return await this.explain(state, options, context, controller.signal);
    } catch (error) {
      return this.fail(prompt, controller, error);
    } finally {
      if (this.runs.get(prompt) === controller) this.runs.delete(prompt);
      const now = this.states.get(prompt);
      if (now?.results === state.results && now.running !== undefined) this.set(state);
    }
  }

  private async explain(
    state: PromptState,
    options: PromptEvaluationOptions,
    context: EvaluationContext,
    signal: AbortSignal,
  ): Promise<PromptState> {
    const { withCauses } = await import('./evaluating.ts');
    const results: Evaluated[] = [];
    for (const result of state.results) {
      const isOlder = state.olderSuites?.includes(result.target.suite.path) === true;
      results.push(isOlder ? result : await withCauses(result, options, context, signal));
    }
    const now = this.states.get(state.prompt);
    const isSame = results.every((result, index) => result === state.results[index]);
    // A newer run has its own results; an edit since only makes these older.
    if (isSame || now === undefined || now.results !== state.results) return now ?? state;
    const { running: _, ...rest } = now;
    const explained = { ...rest, results };
    this.set(explained);
    return explained;
  }

  /**
   * Puts the result of a run beside another one, without running anything. False: it is no longer there, or nobody wants it any more.
   * @throws {EvalError} store-unavailable
   */
  compareWith(
    prompt: string,
    { id }: Pick<RunResult, 'id'>,
    baseline: Baseline,
    signal?: AbortSignal,
  ): Promise<boolean> {
    return this.replace(
      prompt,
      ({ run }) => run.id === id,
      async () => baseline,
      signal,
    );
  }

  /**
   * Puts the result of a suite beside what it is compared with unless somebody chose: the pinned run, say. False: as above.
   * @throws {EvalError} store-unavailable
   */
  compareByDefault(
    prompt: string,
    { suite }: Pick<RunResult, 'suite'>,
    signal?: AbortSignal,
  ): Promise<boolean> {
    return this.replace(
      prompt,
      ({ run }) => run.suite === suite,
      async (run, reached, { ports }) => {
        const { defaultBaseline } = await import('./evaluating.ts');
        const found = await defaultBaseline(run, { ...ports, ...this.elsewhere() });
        // The last commit, say, which is in no history yet.
        return found ?? (reached?.isPicked === true ? undefined : reached);
      },
      signal,
    );
  }

  private async replace(
    prompt: string,
    isMeant: (result: Evaluated) => boolean,
    choose: BaselineChoice,
    signal = new AbortController().signal,
  ): Promise<boolean> {
    const context = await this.options.context(prompt);
    const { putBeside } = await import('./evaluating.ts');
    const { fallback, live } = this.options.settings(prompt);
    const place = {
      get: () => this.states.get(prompt),
      set: (state: PromptState) => this.set(state),
    };
    const settings = { fallback, ...live };
    return putBeside(place, isMeant, choose, settings, context, signal);
  }

  /** @throws {EvalError} plan-declined; aborted when the run was stopped before there was an answer */
  private async agreed(prompt: string, plan: PlanSummary, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) throw aborted();
    const answer = this.options.confirm(prompt, plan, signal);
    if (await new AbortListeners(signal).orAborted(answer)) return true;
    const price =
      plan.estimatedCost === null ? 'cost unknown' : `about ${dollarText(plan.estimatedCost)}`;
    throw new EvalError('plan-declined', `Not run: ${plan.requests} calls, ${price}.`);
  }

  /** Where a history without another version is helped out, and who is told where that fails. */
  private elsewhere(): Pick<DefaultSources, 'history' | 'onTrouble'> {
    const { git } = this.options;
    const onTrouble = ({ message }: EvalError) => {
      if (this.told.has(message)) return;
      this.told.add(message);
      this.options.onTrouble?.(
        `${message} Nothing is compared with it until it is mended or deleted.`,
      );
    };
    return { onTrouble, ...(git && { history: git }) };
  }

  private progress(
    prompt: string,
    controller: AbortController,
    change: (running: Running) => Running,
  ): void {
    const state = this.states.get(prompt);
    const running = state?.running;
    if (state === undefined || running === undefined) return;
    if (this.runs.get(prompt) !== controller) return;
    const next = change(running);
    if (next !== running) this.set({ ...state, running: next });
  }

  private fail(prompt: string, controller: AbortController, error: unknown): PromptState {
    const { running: _, ...known } = this.states.get(prompt) ?? noneOf(prompt);
    this.note(prompt, error);
    const failure = failureOf(error);
    // What was stopped says nothing of the text.
    const isStale = failure === undefined ? known.isStale : known.results.length > 0;
    const state = { ...known, isStale, ...(failure && { failure }) };
    if (this.runs.get(prompt) === controller) this.set(state);
    return state;
  }

  private note(prompt: string, error: unknown): void {
    if (!isEvalError(error)) this.options.log.error(`${prompt} could not be run.`, error);
  }

  private set(state: PromptState): void {
    this.states.set(state.prompt, state);
    this.changes.fire(state);
  }

  dispose(): void {
    this.stop();
    this.changes.dispose();
  }
}

function noneOf(prompt: string): PromptState {
  return { prompt, results: [], isStale: false };
}

function asked({ resolve, control }: RunRequest): Pick<LiveSettings, 'resolve' | 'control'> {
  return { ...(resolve !== undefined && { resolve }), ...(control !== undefined && { control }) };
}

/** What may be spent on looking for a cause that nobody asked for. */
function quarterOf({ perRun, perDay, callsWithoutPrice }: BudgetLimits): BudgetLimits {
  return {
    ...(perRun !== undefined && { perRun: perRun / 4 }),
    ...(perDay !== undefined && { perDay }),
    ...(callsWithoutPrice !== undefined && {
      callsWithoutPrice: Math.floor(callsWithoutPrice / 4),
    }),
  };
}
