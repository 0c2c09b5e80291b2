// Features that are commands and nothing else, as one module: it is loaded when the first of them is called.

export { BaselineCommands } from './commands/baselineCommands.ts';
export { ModelCommands } from './commands/modelCommands.ts';
export { SuiteCommands } from './commands/suiteCommands.ts';
export { AddMetric } from './coverage/addMetric.ts';
export { TestInstructions } from './coverage/testInstructions.ts';
export { ScoreLogCommand } from './logs/scoreLogCommand.ts';
export { JudgeLabels } from './metricReview/judgeLabels.ts';
export { MetricCommands } from './metricReview/metricCommands.ts';
export { editSuite } from './suites/suiteEdits.ts';
export { IssueCommand } from './userIssue/issueCommand.ts';
