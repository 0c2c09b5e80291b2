import { pathToFileURL } from 'node:url';
import * as vscode from 'vscode';
import { Lazy } from './core/lazy.ts';
import { DisposableStore } from './core/lifecycle.ts';
import { Git } from './node/git.ts';
import { createPricing } from './node/models/pricing.ts';
import { nodeFiles } from './node/nodeFiles.ts';
import { productName } from './vscode/base/contributions.ts';
import { pathOf } from './vscode/base/convert.ts';
import { hostTurn, hostTurns } from './vscode/base/hostBreather.ts';
import { headerSetting, retention, runSettings } from './vscode/base/settings.ts';
import { featuresOf } from './vscode/features.ts';
import { ApiKeys } from './vscode/models/apiKeys.ts';
import { tellWithLog } from './vscode/notices/tellWithLog.ts';
import { createServices, logTo } from './vscode/services.ts';

/**
 * Builds the services and registers the features. What reads files and what evaluates is loaded with the first prompt and the
 * first run; store, models and workers wait for it too.
 */
export function activate(extension: vscode.ExtensionContext): void {
  const owned = new DisposableStore();
  extension.subscriptions.push(owned);
  const log = owned.add(vscode.window.createOutputChannel(productName, { log: true }));
  const keys = owned.add(new ApiKeys(extension.secrets));
  const pricing = createPricing();
  const script = (name: string) => pathToFileURL(extension.asAbsolutePath(`dist/${name}.js`));

  const engine = new Lazy(async () => {
    const { Engine, createModels } = await import('./node/engine.ts');
    const models = () => {
      const opened = createModels({
        environment: (name) => process.env[name],
        readLines: nodeFiles.readLines,
        hasSettings: true,
        storedKey: (origin) => keys.get(origin),
        onProblem: ({ message }) => log.warn(message),
        connection: async (origin) => {
          const { endpointHeaders } = await import('./vscode/models/endpointHeaders.ts');
          const environment = (name: string) => process.env[name];
          const warn = (message: string) => log.warn(message);
          return { headers: endpointHeaders(headerSetting(), origin, environment, warn) };
        },
        pricing,
        nextTurn: (go) => hostTurns.next(go),
        providers: {
          vscode: async (choice) => {
            const { openVSCodeModel } = await import('./vscode/models/vscodeModel.ts');
            return openVSCodeModel(choice, extension.languageModelAccessInformation);
          },
        },
      });
      owned.add({ dispose: () => void opened.close() });
      return opened;
    };
    return owned.add(
      new Engine({
        models,
        pricing,
        log: logTo(log),
        onHistoryTrouble: (message) => tellWithLog(message, log),
        concurrency: runSettings().concurrency,
        scorerEntry: script('scorer'),
        checkpointEntry: script('checkpointer'),
        retention,
        turns: hostTurns,
        code: {
          isAllowed: () => vscode.workspace.isTrusted,
          howToAllow: 'It runs once this workspace is trusted.',
          roots: () => (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => pathOf(uri)),
        },
      }),
    );
  });
  const services = owned.add(
    createServices({
      extension,
      log,
      keys,
      files: nodeFiles,
      pricing,
      git: new Git(),
      logMeans: async () => (await engine.get()).logMeans(),
      open: async (folder) => (await engine.get()).open(folder),
      loadEngine: async () => {
        const { loadClient } = await import('./node/engine.ts');
        await engine.get();
        await hostTurn();
        await loadClient();
      },
      setConcurrency: (calls) => engine.current?.pool.setLimit(calls),
    }),
  );
  for (const feature of featuresOf(services)) owned.add(feature.register());
}
