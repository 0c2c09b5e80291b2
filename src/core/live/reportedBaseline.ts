import type { Breather } from '../breather.ts';
import type { Baseline } from '../compare/judgeBaseline.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { renderCases } from '../run/renderCases.ts';
import type { Case } from '../suite/suite.ts';

/** A baseline from a report, with the messages that its prompt makes for each case: a report holds replies alone. */
export async function withMessagesOf(
  prompt: Prompt,
  baseline: Baseline,
  cases: readonly Case[],
  breather: Breather,
): Promise<Baseline> {
  const known = new Set(baseline.run.cases.map(({ id }) => id));
  const rendered = await renderCases(
    prompt,
    cases.filter(({ id }) => known.has(id)),
    breather,
  );
  const initial = new Map(rendered.map((one) => [one.item.id, one.initial]));
  const filled = baseline.run.cases.map((item) => ({
    ...item,
    trials: item.trials.map((trial) => ({
      ...trial,
      messages: initial.get(item.id) ?? trial.messages,
    })),
  }));
  return { ...baseline, run: { ...baseline.run, cases: filled } };
}
