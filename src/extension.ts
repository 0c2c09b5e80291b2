import * as vscode from 'vscode';
import { DisposableStore } from './core/lifecycle.ts';
import { LivePrompts } from './core/live/livePrompts.ts';
import { builtInMetrics } from './core/metrics/builtIn.ts';
import type { Log, Ports } from './core/ports.ts';
import { CallPool } from './core/run/callPool.ts';
import type { StoredCompletion } from './core/run/completion.ts';
import { dayOf, type EvaluationContext } from './core/run/evaluate.ts';
import { createModels, type OpenModels } from './node/models/models.ts';
import { createPricing } from './node/models/pricing.ts';
import { nodeClock } from './node/nodeClock.ts';
import { nodeFiles } from './node/nodeFiles.ts';
import { WorkerScorer } from './node/scoring/workerScorer.ts';
import { openStore } from './node/store/openStore.ts';
import { ApiKeys } from './vscode/apiKeys.ts';
import { CodeLenses } from './vscode/codeLenses.ts';
import { Commands } from './vscode/commands.ts';
import { ComparePanel } from './vscode/comparePanel/comparePanel.ts';
import { ComparisonSources } from './vscode/comparisonSources.ts';
import { productName } from './vscode/contributions.ts';
import { pathOf } from './vscode/convert.ts';
import { Diagnostics } from './vscode/diagnostics.ts';
import { FileChecks } from './vscode/fileChecks.ts';
import { RunTriggers } from './vscode/runTriggers.ts';
import { runSettings } from './vscode/settings.ts';
import { StatusBar } from './vscode/statusBar.ts';
import { WorkspaceFiles } from './vscode/workspaceFiles.ts';

/** Builds and registers the features. Models, store and workers wait for the first run. */
export function activate(extension: vscode.ExtensionContext): void {
  const owned = new DisposableStore();
  extension.subscriptions.push(owned);
  const log = owned.add(vscode.window.createOutputChannel(productName, { log: true }));
  const notes = logTo(log);
  const keys = new ApiKeys(extension.secrets);
  const pricing = createPricing();
  const workspace = new WorkspaceFiles(nodeFiles, builtInMetrics);
  const pool = new CallPool<StoredCompletion>(runSettings().concurrency);
  const entry = new URL('./scorer.js', import.meta.url);
  const scorer = owned.add(new WorkerScorer({ entry }));

  let opened: Promise<EvaluationContext> | undefined;
  const open = async (): Promise<EvaluationContext> => {
    const models = owned.add(closing(createModels(modelOptions(keys, notes, pricing))));
    const home = vscode.workspace.workspaceFolders?.[0]?.uri ?? extension.globalStorageUri;
    const store = await openStore({ folder: pathOf(home), clock: nodeClock, log: notes });
    owned.add({ dispose: () => store.close() });
    const ports: Ports = {
      clock: nodeClock,
      files: nodeFiles,
      models,
      pricing,
      scorer,
      store,
      log: notes,
      random: Math.random,
    };
    return { ports, pool };
  };

  const live = owned.add(
    new LivePrompts({
      load: (prompt) => workspace.load(prompt),
      context: () => {
        // A store that could not be opened is tried again at the next run.
        opened ??= open().catch((error: unknown) => {
          opened = undefined;
          throw error;
        });
        return opened;
      },
      log: notes,
      settings: () => {
        const { concurrency, ...settings } = runSettings();
        pool.setLimit(concurrency);
        return { ...settings, stages: ['real-time'] };
      },
      confirm: async () => true,
    }),
  );
  const panel = owned.add(
    new ComparePanel({
      extensionUri: extension.extensionUri,
      log: (message) => log.warn(message),
    }),
  );
  const sources = owned.add(new ComparisonSources(live, pricing));
  const diagnostics = owned.add(new Diagnostics(live));
  owned.add(new CodeLenses(live, workspace.kinds));
  owned.add(new StatusBar(live));
  owned.add(panel.registerSerializer(async (key) => sources.of(key)));
  owned.add(
    new FileChecks({
      isChecked: (path) => workspace.kinds.isPrompt(path) || workspace.kinds.isSuite(path),
      check: (path) => workspace.check(path, dayOf(nodeClock.now())),
      show: (path, problems) => diagnostics.showProblems(path, problems),
      onError: (error) => log.error(String(error)),
    }),
  );
  const promptsOf = (path: string) => workspace.promptsOf(path);
  owned.add(new RunTriggers(live, promptsOf, (error) => log.error(String(error))));
  owned.add(
    new Commands({
      live,
      promptsOf,
      allPrompts: () => workspace.allPrompts(),
      keys,
      log,
      endpoint: () => runSettings().fallback.baseUrl ?? 'https://api.openai.com/v1',
      openPanel: (prompt) => panel.show(sources.of(prompt)),
    }),
  );
}

function modelOptions(keys: ApiKeys, log: Log, pricing: ReturnType<typeof createPricing>) {
  return {
    environment: (name: string) => process.env[name],
    readLines: nodeFiles.readLines,
    storedKey: async (origin: string) => keys.get(origin),
    onProblem: ({ message }: { readonly message: string }) => log.warn(message),
    pricing,
  };
}

function closing(models: OpenModels) {
  return Object.assign(models, { dispose: () => void models.close() });
}

function logTo(channel: vscode.LogOutputChannel): Log {
  return {
    info: (message) => channel.info(message),
    warn: (message) => channel.warn(message),
    error: (message, cause) =>
      channel.error(message, ...(cause === undefined ? [] : [String(cause)])),
  };
}
