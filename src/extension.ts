import * as vscode from 'vscode';
import { DisposableStore } from './core/lifecycle.ts';
import { builtInMetrics } from './core/metrics/builtIn.ts';
import { Engine } from './node/engine.ts';
import { createModels } from './node/models/models.ts';
import { createPricing } from './node/models/pricing.ts';
import { nodeFiles } from './node/nodeFiles.ts';
import { ApiKeys } from './vscode/apiKeys.ts';
import { CodeLenses } from './vscode/codeLenses.ts';
import { BaselineCommands } from './vscode/commands/baselineCommands.ts';
import { ImportCommands } from './vscode/commands/importCommands.ts';
import { ModelCommands } from './vscode/commands/modelCommands.ts';
import { PanelCommands } from './vscode/commands/panelCommands.ts';
import { RunCommands } from './vscode/commands/runCommands.ts';
import { VerdictCommands } from './vscode/commands/verdictCommands.ts';
import { ComparisonLinks } from './vscode/comparisonLinks.ts';
import { ContextKeys } from './vscode/contextKeys.ts';
import type { Contribution } from './vscode/contribution.ts';
import { productName } from './vscode/contributions.ts';
import { Diagnostics } from './vscode/diagnostics.ts';
import { FileChecks } from './vscode/fileChecks.ts';
import { IdleRuns } from './vscode/idleRuns.ts';
import { InlineResults } from './vscode/inlineResults.ts';
import { openVSCodeModel } from './vscode/models/vscodeModel.ts';
import { Notices } from './vscode/notices.ts';
import { RunTriggers } from './vscode/runTriggers.ts';
import { createServices, logTo, type Services } from './vscode/services.ts';
import { runSettings } from './vscode/settings.ts';
import { StatusBar } from './vscode/statusBar.ts';
import { SuiteAssist } from './vscode/suiteAssist.ts';
import { VerdictLenses } from './vscode/verdictLenses.ts';

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
      open: (folder) => engine.open(folder),
      setConcurrency: (calls) => engine.pool.setLimit(calls),
    }),
  );
  for (const feature of featuresOf(services)) owned.add(feature.register());
}

/** Every feature of the editor, one line each. */
function featuresOf(services: Services): readonly Contribution[] {
  return [
    new RunCommands(services),
    new VerdictCommands(services),
    new PanelCommands(services),
    new ModelCommands(services),
    new BaselineCommands(services),
    new RunTriggers(services),
    new IdleRuns(services),
    new FileChecks(services),
    new Diagnostics(services),
    new CodeLenses(services),
    new VerdictLenses(services),
    new StatusBar(services),
    new SuiteAssist(services),
    new ImportCommands(services),
    new InlineResults(services),
    new ComparisonLinks(services),
    new Notices(services),
    new ContextKeys(services),
  ];
}
