import * as vscode from 'vscode';
import { DisposableStore } from './core/lifecycle.ts';
import { builtInMetrics } from './core/metrics/builtIn.ts';
import { Engine } from './node/engine.ts';
import { Git } from './node/git.ts';
import { createModels } from './node/models/models.ts';
import { createPricing } from './node/models/pricing.ts';
import { nodeFiles, readLogLines } from './node/nodeFiles.ts';
import { ApiKeys } from './vscode/apiKeys.ts';
import { productName } from './vscode/contributions.ts';
import { pathOf } from './vscode/convert.ts';
import { featuresOf } from './vscode/features.ts';
import { openVSCodeModel } from './vscode/models/vscodeModel.ts';
import { createServices, logTo } from './vscode/services.ts';
import { retention, runSettings } from './vscode/settings.ts';

/** Builds the services and registers the features. Models, store and workers wait for the first run. */
export function activate(extension: vscode.ExtensionContext): void {
  const owned = new DisposableStore();
  extension.subscriptions.push(owned);
  const log = owned.add(vscode.window.createOutputChannel(productName, { log: true }));
  const keys = new ApiKeys(extension.secrets);
  const pricing = createPricing();

  const models = () => {
    const opened = createModels({
      environment: (name) => process.env[name],
      readLines: nodeFiles.readLines,
      storedKey: async (origin) => keys.get(origin),
      onProblem: ({ message }) => log.warn(message),
      pricing,
      providers: {
        vscode: (choice) => openVSCodeModel(choice, extension.languageModelAccessInformation),
      },
    });
    owned.add({ dispose: () => void opened.close() });
    return opened;
  };
  const engine = owned.add(
    new Engine({
      models,
      pricing,
      log: logTo(log),
      concurrency: runSettings().concurrency,
      scorerEntry: new URL('./scorer.js', import.meta.url),
      retention,
      code: {
        isAllowed: () => vscode.workspace.isTrusted,
        howToAllow: 'It runs once this workspace is trusted.',
        roots: () => (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => pathOf(uri)),
      },
    }),
  );
  const services = owned.add(
    createServices({
      extension,
      log,
      keys,
      files: nodeFiles,
      registry: builtInMetrics,
      pricing,
      git: new Git(),
      logScorer: engine.logScorer,
      readLogLines,
      open: (folder) => engine.open(folder),
      setConcurrency: (calls) => engine.pool.setLimit(calls),
    }),
  );
  for (const feature of featuresOf(services)) owned.add(feature.register());
}
