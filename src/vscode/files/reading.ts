// What reads prompts, suites and their history, as one module: it is much code, and is loaded once, with the first file.

export { keptMutations, untestedIn } from '../../core/coverage/keptMutations.ts';
export { setGoal } from '../../core/goals/goalEdits.ts';
export { reviewSuite } from '../../core/health/reviewSuite.ts';
export { gatherFacts } from '../../core/maturity/gatherFacts.ts';
export { builtInMetrics } from '../../core/metrics/builtIn.ts';
export { completionsAt, hoverAt } from '../../core/suite/assist/suiteAssist.ts';
export { readSuite } from '../../core/suite/readSuite.ts';
export { WorkspaceReader } from './workspaceReader.ts';
