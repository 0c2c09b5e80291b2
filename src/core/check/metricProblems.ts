import type { Problem } from '../problem.ts';
import { closestSentence } from '../prompt/closestSentence.ts';
import { locateText, saysText, sentencesOf } from '../prompt/locateText.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { type KeyFinder, keyFinder } from '../suite/keyFinder.ts';
import type { Case, MetricSpec, Suite } from '../suite/suite.ts';

/** Metrics that guard what no prompt says, and those whose day of review has come. */
export function metricProblems(
  suite: Suite,
  cases: readonly Case[],
  prompts: readonly Prompt[],
  today: string | undefined,
): readonly Problem[] {
  const metrics = [...suite.metrics, ...cases.flatMap((item) => item.metrics)];
  const problems: Problem[] = [];
  let finder: KeyFinder | undefined;
  const report = (
    metric: MetricSpec,
    key: string,
    code: string,
    message: string,
    replacement?: string,
  ) => {
    finder ??= keyFinder(suite.source);
    const place = metric.file === suite.path ? finder.valueOf(metric.range, key) : undefined;
    problems.push({
      file: metric.file,
      range: place ?? metric.range,
      severity: 'warning',
      code,
      message,
      ...(replacement !== undefined && { replacement }),
    });
  };
  for (const metric of metrics) {
    const { guards, review } = metric;
    if (
      guards !== undefined &&
      prompts.length > 0 &&
      !prompts.some((one) => guarded(one, guards))
    ) {
      const close = closestSentence(guards, prompts.flatMap(sentencesOf));
      const hint =
        close === undefined
          ? 'Quote the text that this metric protects, or add it to the prompt.'
          : `Did you mean '${close}'?`;
      report(
        metric,
        'guards',
        'guards-nothing',
        `The prompt does not say '${guards}'. ${hint}`,
        close,
      );
    }
    if (review !== undefined && today !== undefined && review <= today)
      report(
        metric,
        'review',
        'review-due',
        `'${metric.name}' was to be reviewed on ${review}. Keep it with a later date, or retire it.`,
      );
  }
  return problems;
}

function guarded(prompt: Prompt, text: string): boolean {
  return locateText(prompt, text) !== undefined || saysText(prompt, text);
}
