import { judgeChoice } from '../../core/judges/judgeModels.ts';
import { type JudgeReliability, measureJudges } from '../../core/judges/measureJudges.ts';
import { describeReliability } from '../../core/judges/reliabilityText.ts';
import type { Target } from '../../core/live/evaluatePrompt.ts';
import { amount } from '../../core/metrics/wording.ts';
import { jsonReliability } from '../../core/report/report.ts';
import { visibleText } from '../../core/report/visibleText.ts';
import { dollarText } from '../../core/run/budget.ts';
import { resolveModelChoice } from '../../core/run/resolveModel.ts';
import { openSpending } from '../../core/run/spending.ts';
import { parseJudges } from '../args.ts';
import type { Environment } from '../environment.ts';
import { type ExitCode, exitCodes } from '../exitCodes.ts';
import { problemLine } from '../problemLine.ts';
import { targetsOf } from './targets.ts';

interface Measured {
  readonly target: Target;
  readonly reliability: JudgeReliability;
}

/** `micro-metrics judges`: how far the judges of suites agree with people, with themselves, and what sways them. */
export async function judges(args: readonly string[], environment: Environment): Promise<ExitCode> {
  const { targets: names, rounds, isOffline, limits, concurrency, reporter } = parseJudges(args);
  const { output, show, signal } = environment;
  const { targets, problems } = await targetsOf(names, environment);
  for (const problem of problems) output.note(problemLine(problem, show));
  const bySuite = new Map(targets.map((target) => [target.suite.path, target]));
  if (bySuite.size === 0) return exitCodes.couldNotRun;
  const open = await environment.open({ concurrency, allowsCode: false });
  const measured: Measured[] = [];
  let isWhole = true;
  try {
    const { clock, store } = open.ports;
    const spending = await openSpending(limits, clock.now(), store);
    for (const target of bySuite.values()) {
      const choice = resolveModelChoice({}, target.suite.model, target.prompt.model);
      const judge = judgeChoice(target.suite.judge, choice);
      const asked = { judge, rounds, ...(!isOffline && { spending }) };
      const found = await measureJudges(target, asked, open, signal);
      for (const problem of found.problems) output.note(problemLine(problem, show));
      measured.push({ target, reliability: found.reliability });
    }
    const { usage } = spending;
    const cost = usage.cost === null ? 'cost unknown' : dollarText(usage.cost);
    output.note(`${amount(usage.requests, 'call')}, ${usage.cached} from the cache, ${cost}`);
    const { refusal } = spending.budget;
    isWhole = refusal === undefined;
    if (refusal !== undefined) output.note(`Not every label was judged. ${refusal.message}`);
  } finally {
    await open.close();
  }
  output.result(reporter === 'json' ? jsonText(measured, show) : plainText(measured, show));
  return isWhole ? exitCodes.asAsked : exitCodes.couldNotRun;
}

function plainText(measured: readonly Measured[], show: (path: string) => string): string {
  return measured
    .map(({ target: { suite, cases }, reliability }) => {
      const named = new Map(
        [...suite.metrics, ...cases.flatMap(({ metrics }) => metrics)].map(({ id, name }) => [
          id,
          name,
        ]),
      );
      const metrics = [...reliability].map(([id, known]) =>
        [
          visibleText(named.get(id) ?? id),
          ...describeReliability(known).map((line) => `  ${line}`),
        ].join('\n'),
      );
      const none = 'No judge of this suite has labels yet. docs/judges.md says how to give some.';
      return [show(suite.path), ...(metrics.length === 0 ? [none] : metrics)].join('\n');
    })
    .join('\n\n');
}

function jsonText(measured: readonly Measured[], show: (path: string) => string): string {
  const suites = measured.map(({ target, reliability }) => ({
    suite: show(target.suite.path),
    metrics: [...reliability].map(([id, known]) => ({ id, ...jsonReliability(known) })),
  }));
  return JSON.stringify({ version: 1, suites }, null, 2);
}
