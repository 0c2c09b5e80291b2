import { CodeLenses } from './codeLenses.ts';
import { BaselineCommands } from './commands/baselineCommands.ts';
import { GetStarted } from './commands/getStarted.ts';
import { ImportCommands } from './commands/importCommands.ts';
import { ModelCommands } from './commands/modelCommands.ts';
import { PanelCommands } from './commands/panelCommands.ts';
import { RunCommands } from './commands/runCommands.ts';
import { SuiteCommands } from './commands/suiteCommands.ts';
import { VerdictCommands } from './commands/verdictCommands.ts';
import { ComparisonLinks } from './comparisonLinks.ts';
import { ContextKeys } from './contextKeys.ts';
import type { Contribution } from './contribution.ts';
import { promptCoverage } from './coverage/promptCoverage.ts';
import { Diagnostics } from './diagnostics.ts';
import { FileChecks } from './fileChecks.ts';
import { IdleRuns } from './idleRuns.ts';
import { InlineResults } from './inlineResults.ts';
import { JudgeLabels } from './judgeLabels.ts';
import { ScoreLogCommand } from './logs/scoreLogCommand.ts';
import { NextStepView } from './maturity/nextStepView.ts';
import { metricReview } from './metricReview/metricReview.ts';
import { Notices } from './notices.ts';
import { RevertActions } from './revertActions.ts';
import { RunTriggers } from './runTriggers.ts';
import type { Services } from './services.ts';
import { StatusBar } from './statusBar.ts';
import { SuiteAssist } from './suiteAssist.ts';
import { TestExplorer } from './testExplorer/testExplorer.ts';
import { IssueCommand } from './userIssue/issueCommand.ts';
import { VerdictLenses } from './verdictLenses.ts';
import { PromptsView } from './views/promptsView.ts';
import { RegressionsView } from './views/regressionsView.ts';
import { VersionsView } from './views/versionsView.ts';

/** Every feature of the editor, one line each. */
export function featuresOf(services: Services): readonly Contribution[] {
  return [
    new RunCommands(services),
    new VerdictCommands(services),
    new PanelCommands(services),
    new ModelCommands(services),
    new SuiteCommands(services),
    new GetStarted(services),
    new BaselineCommands(services),
    new RunTriggers(services),
    new IdleRuns(services),
    new FileChecks(services),
    new Diagnostics(services),
    // Of lenses on one line, those registered last stand first.
    new VerdictLenses(services),
    new CodeLenses(services),
    new RevertActions(services),
    new StatusBar(services),
    new SuiteAssist(services),
    new ImportCommands(services),
    new InlineResults(services),
    new ComparisonLinks(services),
    new JudgeLabels(services),
    new Notices(services),
    new ContextKeys(services),
    metricReview(services),
    promptCoverage(services),
    new NextStepView(services),
    new IssueCommand(services),
    new ScoreLogCommand(services),
    new RegressionsView(services),
    new PromptsView(services),
    new VersionsView(services),
    new TestExplorer(services),
  ];
}
