import { ContextKeys } from './base/contextKeys.ts';
import type { Contribution } from './base/contribution.ts';
import { commandIds } from './base/contributions.ts';
import { GetStarted } from './commands/getStarted.ts';
import { ImportCommands } from './commands/importCommands.ts';
import { PanelCommands } from './commands/panelCommands.ts';
import { RunCommands } from './commands/runCommands.ts';
import { VerdictCommands } from './commands/verdictCommands.ts';
import { ComparisonLinks } from './comparison/comparisonLinks.ts';
import { promptCoverage } from './coverage/promptCoverage.ts';
import { FileChecks } from './files/fileChecks.ts';
import { MovedFiles } from './files/movedFiles.ts';
import { ResultHovers } from './hovers/resultHovers.ts';
import { CaseActions } from './lines/caseActions.ts';
import { ChangeMarks } from './lines/changeMarks.ts';
import { CodeLenses } from './lines/codeLenses.ts';
import { Diagnostics } from './lines/diagnostics.ts';
import { InlineResults } from './lines/inlineResults.ts';
import { RevertActions } from './lines/revertActions.ts';
import { VerdictLenses } from './lines/verdictLenses.ts';
import { LogReports } from './logs/logReports.ts';
import { NextStepView } from './maturity/nextStepView.ts';
import { metricReview } from './metricReview/metricReview.ts';
import { IssueAlerts } from './notices/issueAlerts.ts';
import { Notices } from './notices/notices.ts';
import { StatusBar } from './notices/statusBar.ts';
import { IdleRuns } from './runs/idleRuns.ts';
import { LastResults } from './runs/lastResults.ts';
import { RunTriggers } from './runs/runTriggers.ts';
import { WarmUp } from './runs/warmUp.ts';
import type { Services } from './services.ts';
import { SuiteAssist } from './suites/suiteAssist.ts';
import { TestExplorer } from './testExplorer/testExplorer.ts';
import { PromptsView } from './views/promptsView.ts';
import { RegressionsView } from './views/regressionsView.ts';
import { VersionsView } from './views/versionsView.ts';

/** Every feature of the editor, one line each. */
export function featuresOf(services: Services): readonly Contribution[] {
  const logReports = new LogReports();
  return [
    new RunCommands(services),
    new VerdictCommands(services),
    new PanelCommands(services),
    new GetStarted(services),
    new RunTriggers(services),
    new IdleRuns(services),
    new FileChecks(services),
    new MovedFiles(services),
    new Diagnostics(services),
    // Of lenses on one line, those registered last stand first.
    new VerdictLenses(services),
    new CodeLenses(services),
    new RevertActions(services),
    new CaseActions(services),
    new ResultHovers(services),
    new StatusBar(services),
    new SuiteAssist(services),
    new ImportCommands(services),
    new InlineResults(services),
    new ComparisonLinks(services),
    new Notices(services),
    new IssueAlerts(services),
    new ContextKeys(services),
    metricReview(services),
    promptCoverage(services),
    new ChangeMarks(services),
    new NextStepView(services),
    new RegressionsView(services),
    new PromptsView(services),
    new VersionsView(services),
    new TestExplorer(services),
    new WarmUp(services),
    new LastResults(services),
    logReports,
    ...lateFeatures(services, logReports),
  ];
}

/** Features that are commands and nothing else: their code is loaded when one is called. */
function lateFeatures(services: Services, logReports: LogReports): readonly Contribution[] {
  const late = (ids: readonly string[], load: () => Promise<Contribution>): Contribution => ({
    register: () => services.commands.registerLate(ids, load),
  });
  const { setApiKey, clearApiKey, selectModel, showLog, newSuite, suggest } = commandIds;
  const { compareWith, pinBaseline, acceptBaseline } = commandIds;
  const { labelJudge, newCaseFromIssue, scoreLog, casesFromLog } = commandIds;
  return [
    late([setApiKey, clearApiKey, selectModel, showLog], async () => {
      const { ModelCommands } = await import('./lateFeatures.ts');
      return new ModelCommands(services);
    }),
    late([newSuite], async () => {
      const { SuiteCommands } = await import('./lateFeatures.ts');
      return new SuiteCommands(services);
    }),
    late([suggest], async () => {
      const { SuggestCommand } = await import('./suggestions/suggestCommand.ts');
      return new SuggestCommand(services);
    }),
    late([compareWith, pinBaseline, acceptBaseline], async () => {
      const { BaselineCommands } = await import('./lateFeatures.ts');
      return new BaselineCommands(services);
    }),
    late([commandIds.copyMarkdown, commandIds.exportHtml], async () => {
      const { ShareCommands } = await import('./commands/shareCommands.ts');
      return new ShareCommands(services);
    }),
    late([commandIds.peekCases], async () => {
      const { PeekCases } = await import('./commands/peekCases.ts');
      return new PeekCases(services);
    }),
    late([labelJudge], async () => {
      const { JudgeLabels } = await import('./lateFeatures.ts');
      return new JudgeLabels(services);
    }),
    late([newCaseFromIssue], async () => {
      const { IssueCommand } = await import('./lateFeatures.ts');
      return new IssueCommand(services);
    }),
    late([scoreLog, casesFromLog], async () => {
      const { ScoreLogCommand } = await import('./lateFeatures.ts');
      return new ScoreLogCommand(services, logReports);
    }),
  ];
}
