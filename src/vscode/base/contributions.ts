/** Ids that package.json declares too; a check compares the two. */
export const commandIds = {
  runSuite: 'microMetrics.runSuite',
  runAll: 'microMetrics.runAll',
  runOffline: 'microMetrics.runOffline',
  stop: 'microMetrics.stop',
  compare: 'microMetrics.compare',
  openPanel: 'microMetrics.openPanel',
  setApiKey: 'microMetrics.setApiKey',
  clearApiKey: 'microMetrics.clearApiKey',
  showLog: 'microMetrics.showLog',
  importSuite: 'microMetrics.importSuite',
  answerPlan: 'microMetrics.answerPlan',
  selectModel: 'microMetrics.selectModel',
  newSuite: 'microMetrics.newSuite',
  suggest: 'microMetrics.suggest',
  getStarted: 'microMetrics.getStarted',
  resolve: 'microMetrics.resolve',
  wasItMyEdit: 'microMetrics.wasItMyEdit',
  findCause: 'microMetrics.findCause',
  revertChange: 'microMetrics.revertChange',
  compareWith: 'microMetrics.compareWith',
  copyMarkdown: 'microMetrics.copyMarkdown',
  exportHtml: 'microMetrics.exportHtml',
  pinBaseline: 'microMetrics.pinBaseline',
  acceptBaseline: 'microMetrics.acceptBaseline',
  newCaseFromIssue: 'microMetrics.newCaseFromIssue',
  scoreLog: 'microMetrics.scoreLog',
  casesFromLog: 'microMetrics.casesFromLog',
  labelJudge: 'microMetrics.labelJudge',
  setGoal: 'microMetrics.setGoal',
  testInstructions: 'microMetrics.testInstructions',
  addMetricFor: 'microMetrics.addMetricFor',
  openSuite: 'microMetrics.openSuite',
  reviewMetrics: 'microMetrics.reviewMetrics',
  keepMetric: 'microMetrics.keepMetric',
  mergeMetric: 'microMetrics.mergeMetric',
  quarantineMetric: 'microMetrics.quarantineMetric',
  retireMetric: 'microMetrics.retireMetric',
  restoreMetric: 'microMetrics.restoreMetric',
  openPrompt: 'microMetrics.openPrompt',
  showRegression: 'microMetrics.showRegression',
  compareRegression: 'microMetrics.compareRegression',
  showRegressedCase: 'microMetrics.showRegressedCase',
  openVersion: 'microMetrics.openVersion',
  diffVersion: 'microMetrics.diffVersion',
  diffVersions: 'microMetrics.diffVersions',
  compareVersions: 'microMetrics.compareVersions',
  compareVersion: 'microMetrics.compareVersion',
  pinVersion: 'microMetrics.pinVersion',
  unpinVersion: 'microMetrics.unpinVersion',
  restoreVersion: 'microMetrics.restoreVersion',
  peekCases: 'microMetrics.peekCases',
  compareTest: 'microMetrics.compareTest',
  groupTests: 'microMetrics.groupTests',
} as const;

export const settingIds = {
  runOn: 'microMetrics.runOn',
  provider: 'microMetrics.model.provider',
  model: 'microMetrics.model.name',
  baseUrl: 'microMetrics.model.baseUrl',
  headers: 'microMetrics.model.headers',
  concurrency: 'microMetrics.concurrency',
  budgetPerSave: 'microMetrics.budget.perSave',
  budgetInBackground: 'microMetrics.budget.inBackground',
  budgetOffline: 'microMetrics.budget.offline',
  budgetPerDay: 'microMetrics.budget.perDay',
  askAboveCost: 'microMetrics.ask.aboveCost',
  askAboveCalls: 'microMetrics.ask.aboveCalls',
  inlineResults: 'microMetrics.inlineResults',
  testGrouping: 'microMetrics.testExplorer.groupBy',
  idleSeconds: 'microMetrics.idleSeconds',
  callsPerSave: 'microMetrics.budget.callsPerSaveWithoutPrice',
  margin: 'microMetrics.verdicts.margin',
  alpha: 'microMetrics.verdicts.alpha',
  trials: 'microMetrics.verdicts.trials',
  confirmRounds: 'microMetrics.verdicts.confirmRounds',
  findCause: 'microMetrics.verdicts.findCause',
  historyDays: 'microMetrics.history.days',
  historyRuns: 'microMetrics.history.runsPerPrompt',
  historySize: 'microMetrics.history.maxMegabytes',
  unguarded: 'microMetrics.coverage.gutterMarks',
  changeMarks: 'microMetrics.changeMarks',
  instructionCalls: 'microMetrics.coverage.maxCalls',
  instructionBudget: 'microMetrics.coverage.budget',
  instructionsWhenIdle: 'microMetrics.coverage.testWhenIdle',
  showsNextStep: 'microMetrics.nextStep.show',
} as const;

/** Views of the side bar. */
export const viewIds = {
  regressions: 'microMetrics.regressions',
  prompts: 'microMetrics.prompts',
  versions: 'microMetrics.versions',
  metrics: 'microMetrics.metrics',
  nextStep: 'microMetrics.nextStep',
} as const;

/** Type of the webview, for its serializer and `onWebviewPanel:` activation. */
export const comparePanelType = 'microMetrics.compare';

/** Shown in front of messages and as the source of diagnostics. */
export const productName = 'Micro Metrics';

/** Keys for `when` and `enablement`. */
export const contextKeys = {
  isRunning: 'microMetrics.isRunning',
  hasQuestion: 'microMetrics.hasQuestion',
  hasResults: 'microMetrics.hasResults',
  hasRegressions: 'microMetrics.hasRegressions',
  wantsWalkthrough: 'microMetrics.wantsWalkthrough',
  hasActivePrompt: 'microMetrics.hasActivePrompt',
} as const;

/** The walkthrough of package.json. */
export const walkthroughId = 'firstSteps';
