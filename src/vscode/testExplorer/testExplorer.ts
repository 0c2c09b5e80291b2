import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import { isOutdated, type PromptState } from '../../core/live/promptState.ts';
import { basename } from '../../core/path.ts';
import { readTestHistory, type TestHistory } from '../../core/views/testHistory.ts';
import { parseTestId, type TestKey, testId, testTree } from '../../core/views/testTree.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds, productName, settingIds } from '../base/contributions.ts';
import { pathOf } from '../base/convert.ts';
import { hostBreather } from '../base/hostBreather.ts';
import { testGrouping } from '../base/settings.ts';
import type { Save } from '../runs/saves.ts';
import type { Services } from '../services.ts';
import { PromptTests } from './promptTests.ts';
import { reportResults } from './reportResults.ts';

/**
 * Prompts, metrics and cases as tests. Runs go through the live prompts, so that tests, marks and panel agree; what a
 * save finds appears here too.
 */
export class TestExplorer implements Contribution {
  private readonly services: Services;
  private readonly owned = new DisposableStore();
  private readonly controller: vscode.TestController;
  private readonly tests: PromptTests;
  private readonly profile: vscode.TestRunProfile;
  /** Prompts whose results a run of the Test Explorer waits for. */
  private readonly awaited = new Set<string>();
  /** What was last told of each prompt: ids of runs, and whether they were stale. */
  private readonly told = new Map<string, { readonly runs: string; readonly isStale: boolean }>();
  /** Requests that want a run at every save, with the prompts they are about; undefined: all. */
  private readonly continuous = new Map<vscode.TestRunRequest, ReadonlySet<string> | undefined>();

  private working: Promise<void> = Promise.resolve();

  constructor(services: Services) {
    this.services = services;
    this.controller = this.owned.add(
      vscode.tests.createTestController('microMetrics', productName),
    );
    this.tests = new PromptTests(services, this.controller);
    const profile = (label: string, resolve: boolean, isDefault: boolean) =>
      this.owned.add(
        this.controller.createRunProfile(
          label,
          vscode.TestRunProfileKind.Run,
          (request, token) => this.run(request, token, resolve),
          isDefault,
          undefined,
          !resolve,
        ),
      );
    this.profile = profile('Run', false, true);
    profile('Run with More Trials', true, false);
  }

  register(): Disposable {
    const { active, commands, live, saves, workspace } = this.services;
    this.controller.resolveHandler = (item) => this.resolve(item);
    this.controller.refreshHandler = () => this.tests.list();
    this.owned.add(live.onDidChange((state) => this.changed(state)));
    this.owned.add(active.onDidChange(() => this.tests.sort()));
    this.owned.add(
      workspace.onDidChange(({ path, isGone }) => {
        if (isGone) this.tests.remove(path);
      }),
    );
    this.owned.add(saves.onDidSave((save) => this.saved(save)));
    this.owned.add(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(settingIds.testGrouping)) this.regroup();
      }),
    );
    this.owned.add(
      commands.register(commandIds.compareTest, (given) => {
        const key = keyIn(given);
        return key && vscode.commands.executeCommand(commandIds.openPanel, { ...key });
      }),
    );
    this.owned.add(
      commands.register(commandIds.groupTests, () => {
        const next = testGrouping() === 'metric' ? 'case' : 'metric';
        const settings = vscode.workspace.getConfiguration();
        return settings.update(settingIds.testGrouping, next, vscode.ConfigurationTarget.Global);
      }),
    );
    return this.owned;
  }

  private async resolve(item: vscode.TestItem | undefined): Promise<void> {
    if (item === undefined) return this.tests.list();
    const prompt = parseTestId(item.id)?.prompt;
    if (prompt === undefined) return;
    item.busy = true;
    try {
      const { targets } = await this.services.workspace.load(prompt);
      const results = this.services.live.state(prompt)?.results;
      await this.inTurn(() => this.tests.fill(item, testTree(targets, testGrouping(), results)));
    } catch (error) {
      item.error = error instanceof Error ? error.message : String(error);
    } finally {
      item.busy = false;
    }
  }

  private regroup(): void {
    for (const [id, item] of this.controller.items) {
      const prompt = parseTestId(id)?.prompt;
      const state = prompt === undefined ? undefined : this.services.live.state(prompt);
      item.children.replace([]);
      if (state !== undefined && state.results.length > 0) this.tell(item, state);
      else this.resolve(item).catch((error: unknown) => this.services.log.error(String(error)));
    }
  }

  /** Tests are made and told one prompt after the other: a newer result must not be overtaken by an older one. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.working.then(work);
    // Whoever waits hears of a failure; the next one is told all the same.
    this.working = done.catch(() => undefined);
    return done;
  }

  private changed(state: PromptState): void {
    const { prompt, results, isStale, running } = state;
    if (running !== undefined || results.length === 0) return;
    const runs = runsOf(state);
    const before = this.told.get(prompt);
    if (before?.runs === runs && before.isStale === isStale) return;
    this.told.set(prompt, { runs, isStale });
    if (isStale) {
      const item = this.tests.known(prompt);
      if (item !== undefined) this.controller.invalidateTestResults(item);
      return;
    }
    if (!this.awaited.has(prompt)) this.tell(this.tests.of(prompt), state);
  }

  /** Shows results that nobody asked the Test Explorer for; nothing opens by itself. */
  private tell(item: vscode.TestItem, state: PromptState): void {
    this.inTurn(() => this.show(item, state)).catch((error: unknown) =>
      this.services.log.error(String(error)),
    );
  }

  private async show(item: vscode.TestItem, state: PromptState): Promise<void> {
    // Marks on the text come first.
    await hostBreather().pause();
    const told = this.told.get(state.prompt);
    // Newer results are told by themselves, and tests that were edited since are out of date.
    if (told?.isStale === true || (told !== undefined && told.runs !== runsOf(state))) return;
    const asked = [...this.continuous].find(([, prompts]) => prompts?.has(state.prompt) ?? true);
    const request =
      asked?.[0] ?? new vscode.TestRunRequest([item], undefined, this.profile, false, true);
    const run = this.controller.createTestRun(request, basename(state.prompt));
    try {
      await this.report(run, item, state);
    } finally {
      run.end();
    }
  }

  private async report(
    run: vscode.TestRun,
    item: vscode.TestItem,
    state: PromptState,
  ): Promise<void> {
    const targets = state.results.map(({ target }) => target);
    await this.tests.fill(item, testTree(targets, testGrouping(), state.results));
    const historyOf = (result: PromptState['results'][number]) => this.historyOf(result);
    // Those of an older text are no outcome of this run.
    const results = state.results.filter((result) => !isOutdated(state, result));
    await reportResults(
      run,
      item,
      { ...state, results },
      { historyOf, breather: hostBreather(), now: Date.now() },
    );
  }

  /** Never rejects: without a store there is no history. */
  private async historyOf({ run }: PromptState['results'][number]): Promise<TestHistory> {
    try {
      const { ports } = await this.services.context(run.prompt);
      return await readTestHistory(run, ports.store);
    } catch (error) {
      this.services.log.warn(String(error));
      return () => [];
    }
  }

  private async run(
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
    resolve: boolean,
  ): Promise<void> {
    const prompts = await this.promptsOf(request);
    if (request.continuous === true) {
      const all = request.include === undefined ? undefined : new Set(prompts);
      this.continuous.set(request, all);
      token.onCancellationRequested(() => this.continuous.delete(request));
      return;
    }
    const run = this.controller.createTestRun(request);
    let isStopped = false;
    const stopping = token.onCancellationRequested(() => {
      isStopped = true;
      for (const prompt of prompts) this.services.live.stop(prompt);
    });
    try {
      for (const prompt of prompts) {
        if (isStopped) break;
        await this.runPrompt(run, prompt, resolve);
      }
    } finally {
      stopping.dispose();
      run.end();
    }
  }

  private async runPrompt(run: vscode.TestRun, prompt: string, resolve: boolean): Promise<void> {
    const item = this.tests.of(prompt);
    run.started(item);
    this.awaited.add(prompt);
    try {
      const before = this.services.live.state(prompt)?.results ?? [];
      const state = await this.services.live.run(prompt, resolve ? { resolve } : {});
      const { failure } = state;
      if (failure !== undefined) run.errored(item, new vscode.TestMessage(failure.message));
      // Older results do not become those of this run.
      if (state.results.some((result) => !before.includes(result)))
        await this.inTurn(() => this.report(run, item, state));
    } finally {
      this.awaited.delete(prompt);
    }
  }

  /** A metric or a case is run with its suite: what is known is not asked again. */
  private async promptsOf({ include, exclude }: vscode.TestRunRequest): Promise<readonly string[]> {
    const keys = include?.map(({ id }) => parseTestId(id)?.prompt);
    const wanted = keys ?? (await this.services.workspace.allPrompts());
    const left = new Set((exclude ?? []).map(({ id }) => id));
    return [...new Set(wanted)].flatMap((prompt) =>
      prompt === undefined || left.has(testId({ prompt })) ? [] : [prompt],
    );
  }

  /** Saves run anyway in the mode "save"; in the others continuous run makes them do so. */
  private saved({ document, runs }: Save): void {
    if (this.continuous.size === 0 || runs === 'save') return;
    const { live, log, workspace } = this.services;
    workspace.promptsOf(pathOf(document.uri)).then(
      (prompts) => {
        for (const prompt of prompts) {
          const isWanted = [...this.continuous.values()].some((own) => own?.has(prompt) ?? true);
          if (isWanted) void live.run(prompt);
        }
      },
      (error: unknown) => log.error(String(error)),
    );
  }
}

function runsOf({ results }: PromptState): string {
  return results.map(({ run }) => run.id).join(' ');
}

/** What a menu of the Test Explorer was opened on: a test, or a message of one. */
function keyIn(given: unknown): TestKey | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const test: unknown = Reflect.get(given, 'test') ?? given;
  const id: unknown = typeof test === 'object' && test !== null ? Reflect.get(test, 'id') : test;
  return typeof id === 'string' ? parseTestId(id) : undefined;
}
