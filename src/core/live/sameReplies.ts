import type { CaseResult, RunResult } from '../results/runResult.ts';

/**
 * Whether two runs of one text got the same reply to every case, as far as both tried it: then they are the same evidence, as
 * where the text of a commit was run again from known replies.
 */
export function hasSameReplies(a: RunResult, b: RunResult): boolean {
  if (a.promptVersion !== b.promptVersion || a.cases.length !== b.cases.length) return false;
  if (a.model.name !== b.model.name || a.model.provider !== b.model.provider) return false;
  const others = new Map(b.cases.map((item) => [item.id, item]));
  return a.cases.every((item) => isSameCase(item, others.get(item.id)));
}

function isSameCase(item: CaseResult, other: CaseResult | undefined): boolean {
  if (other === undefined || item.inputHash !== other.inputHash) return false;
  const tried = Math.min(item.trials.length, other.trials.length);
  const pairs = item.trials.slice(0, tried).map((trial, at) => [trial, other.trials[at]] as const);
  return (
    tried > 0 && pairs.every(([one, two]) => one.output !== null && one.output === two?.output)
  );
}
