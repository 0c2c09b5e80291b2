import type { JudgeReliability } from '../judges/measureJudges.ts';
import { cappedSeverity, describeCap } from '../judges/reliability.ts';
import { atOnce, type Steps } from '../steps.ts';
import type { Finding, FindingsInput } from './finding.ts';
import { chainOfDrops, regressions } from './onPrompt.ts';
import { belowTarget, brokenCases, failingCases } from './onSuite.ts';

/** What a run and its comparison say, as findings on the prompt and on the suite. */
export function findingsOf(input: FindingsInput): readonly Finding[] {
  return atOnce(findingsInSteps(input));
}

/** The same in steps: there may be thousands of cases. */
export function* findingsInSteps(input: FindingsInput): Steps<readonly Finding[]> {
  const metrics = new Map(
    [...input.suite.metrics, ...input.cases.flatMap((item) => item.metrics)].map(
      (metric) => [metric.id, metric] as const,
    ),
  );
  return [
    ...regressions(input, metrics),
    ...chainOfDrops(input, metrics),
    ...belowTarget(input, metrics),
    ...(yield* brokenCases(input)),
    ...(yield* failingCases(input, metrics)),
  ].map((finding) => cappedFinding(finding, input.reliability));
}

/** No louder than the judge behind it deserves, and saying so. */
function cappedFinding(finding: Finding, known: JudgeReliability | undefined): Finding {
  const reliability = finding.metric === undefined ? undefined : known?.get(finding.metric);
  if (reliability === undefined) return finding;
  const severity = cappedSeverity(finding.severity, reliability);
  if (severity === finding.severity) return finding;
  const capped = (text: string) => `${text}\n${describeCap(reliability)}`;
  return {
    ...finding,
    severity,
    message: capped(finding.message),
    ...(finding.report !== undefined && { report: capped(finding.report) }),
  };
}
