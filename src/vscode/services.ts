import * as vscode from 'vscode';
import { EvalError } from '../core/errors.ts';
import { type Disposable, DisposableStore } from '../core/lifecycle.ts';
import { LivePrompts } from '../core/live/livePrompts.ts';
import type { Files, Git, GitHistory, Log, LogMeans, Pricing } from '../core/ports.ts';
import type { EvaluationContext } from '../core/run/evaluate.ts';
import type { Stage } from '../core/suite/suite.ts';
import { CommandTable } from './base/commandTable.ts';
import { settingIds } from './base/contributions.ts';
import { hostTurn } from './base/hostBreather.ts';
import { latestStage, planSettings, runSettings } from './base/settings.ts';
import { TextEdits } from './base/textEdits.ts';
import { Comparisons } from './comparison/comparisons.ts';
import { KeptSides } from './comparison/keptSides.ts';
import { WorkspaceFiles } from './files/workspaceFiles.ts';
import type { ApiKeys } from './models/apiKeys.ts';
import { tellWithLog } from './notices/tellWithLog.ts';
import { PlanQuestions } from './runs/planQuestions.ts';
import { isLargePlan } from './runs/planText.ts';
import { Saves } from './runs/saves.ts';
import { ActivePrompt } from './views/activePrompt.ts';

/** What features work with. A feature takes this and uses what it needs. */
export interface Services {
  readonly extension: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly commands: CommandTable;
  readonly keys: ApiKeys;
  readonly workspace: WorkspaceFiles;
  readonly live: LivePrompts;
  readonly plans: PlanQuestions;
  readonly edits: TextEdits;
  readonly saves: Saves;
  readonly pricing: Pricing;
  readonly git: Git & GitHistory;
  readonly comparisons: Comparisons;
  /** The prompt that the editor in front is about. */
  readonly active: ActivePrompt;
  /** Reads and scores a log. Whoever asks disposes of it. */
  readonly logMeans: () => Promise<LogMeans>;
  /** Loads what evaluates; opens nothing. */
  readonly warmUp: () => Promise<void>;
  /** Ports and store for a prompt; opened when first asked for. @throws {EvalError} store-unavailable */
  readonly context: (prompt: string) => Promise<EvaluationContext>;
}

/** What the composition root brings along. */
export interface Surroundings {
  readonly extension: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly keys: ApiKeys;
  readonly files: Files;
  readonly pricing: Pricing;
  readonly git: Git & GitHistory;
  readonly logMeans: Services['logMeans'];
  /** Ports with the store of a folder. */
  readonly open: (folder: string) => Promise<EvaluationContext>;
  readonly setConcurrency: (calls: number) => void;
  /** Loads what `open` needs. */
  readonly loadEngine: () => Promise<unknown>;
}

/** Builds the services; nothing is opened or read yet. */
export function createServices(surroundings: Surroundings): Services & Disposable {
  const { extension, log, keys, files, pricing, git, open, setConcurrency, loadEngine, logMeans } =
    surroundings;
  const owned = new DisposableStore();
  const workspace = owned.add(new WorkspaceFiles(files, extension.globalStorageUri));
  const { isPrompt, isSuite } = workspace.kinds;
  const edits = owned.add(new TextEdits((path) => isPrompt(path) || isSuite(path)));
  const plans = owned.add(new PlanQuestions());
  // One gate for all that would open a store: a folder that is not trusted gets no file of ours.
  const context = async (prompt: string) => {
    if (!vscode.workspace.isTrusted) throw untrusted();
    return open(workspace.homeOf(prompt));
  };
  /** Of the run that began last, by prompt: which budget its plan is measured by. */
  const stageOf = new Map<string, Stage>();
  const live = owned.add(
    new LivePrompts({
      load: async (prompt) => {
        if (!vscode.workspace.isTrusted) throw untrusted();
        return workspace.load(prompt);
      },
      context,
      log: logTo(log),
      git,
      onTrouble: (message) => tellWithLog(message, log),
      isLarge: (prompt, plan) =>
        isLargePlan(plan, planSettings(vscode.Uri.file(prompt), stageOf.get(prompt))),
      settings: (prompt, stages) => {
        const stage = latestStage(stages);
        stageOf.set(prompt, stage);
        const { concurrency, ...settings } = runSettings(vscode.Uri.file(prompt), stage);
        setConcurrency(concurrency);
        return { ...settings, stages: ['real-time'] };
      },
      confirm: (prompt, plan, signal) => plans.ask(prompt, plan, stageOf.get(prompt), signal),
    }),
  );
  owned.add(
    vscode.workspace.onDidChangeConfiguration((change) => {
      // A run that goes on takes it up at once.
      if (change.affectsConfiguration(settingIds.concurrency))
        setConcurrency(runSettings().concurrency);
    }),
  );
  const commands = new CommandTable(log);
  const report = (error: unknown) => commands.report(error);
  return {
    extension,
    log,
    commands,
    keys,
    workspace,
    live,
    plans,
    edits,
    saves: owned.add(new Saves()),
    pricing,
    git,
    comparisons: owned.add(
      new Comparisons(
        {
          ...{ live, pricing, context, report },
          sides: { git, logMeans, log, plans },
          kept: new KeptSides(extension.workspaceState),
          settings: (prompt) => {
            const { fallback, live: own } = runSettings(vscode.Uri.file(prompt));
            return { fallback, ...own };
          },
        },
        { extensionUri: extension.extensionUri, log: (message) => log.warn(message) },
      ),
    ),
    active: owned.add(new ActivePrompt(workspace, (error) => log.error(String(error)))),
    logMeans,
    warmUp: async () => {
      await loadEngine();
      await hostTurn();
      await live.load();
    },
    context,
    dispose: () => owned.dispose(),
  };
}

function untrusted(): EvalError {
  return new EvalError(
    'untrusted',
    'This workspace is not trusted, so nothing is run or sent. Trust it to run its suites.',
  );
}

/** The log of the core, on the output channel. */
export function logTo(channel: vscode.LogOutputChannel): Log {
  return {
    info: (message) => channel.info(message),
    warn: (message) => channel.warn(message),
    error: (message, cause) =>
      channel.error(message, ...(cause === undefined ? [] : [String(cause)])),
  };
}
