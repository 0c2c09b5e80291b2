import { changeText, logRateText } from '../../core/logs/changeText.ts';
import {
  type FailOn,
  failOnOf,
  isSeriouslyUnscored,
  type WantedFailOn,
} from '../../core/report/failOn.ts';
import type { ReportedRun } from '../../core/report/report.ts';
import { firstUnscored, rateText, standingOf } from '../../core/report/wording.ts';
import type { CaseResult, MetricSummary } from '../../core/results/runResult.ts';

/**
 * JUnit XML. A metric is a test that fails when it is what `--fail-on` names, so that the report is as red as the
 * exit code; a case is a test that has an error when it could not run, and tells of failed scores in its output.
 */
export function junitReport(
  runs: readonly ReportedRun[],
  show: (path: string) => string,
  failOn: WantedFailOn,
): string {
  const suites = runs.map((reported) => suiteOf(reported, show, failOnOf(reported, failOn)));
  const sum = (key: 'tests' | 'failures' | 'errors' | 'skipped') =>
    suites.reduce((total, suite) => total + suite[key], 0);
  const time = runs.reduce((total, { run }) => total + run.durationMs, 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="Micro Metrics" tests="${sum('tests')}" failures="${sum('failures')}" errors="${sum('errors')}" skipped="${sum('skipped')}" time="${seconds(time)}">`,
    ...suites.map(({ xml }) => xml),
    '</testsuites>',
  ].join('\n');
}

interface Test {
  readonly outcome: 'passed' | 'failed' | 'error' | 'skipped';
  readonly xml: string;
}

function suiteOf(reported: ReportedRun, show: (path: string) => string, failOn: FailOn) {
  const { run } = reported;
  const name = show(run.prompt);
  const tests = [
    ...run.metrics.map((metric) => metricTest(metric, reported, `${name}.metrics`, failOn)),
    ...run.cases.map((item) => caseTest(item, `${name}.cases`)),
  ];
  const count = (outcome: Test['outcome']) =>
    tests.filter((test) => test.outcome === outcome).length;
  const counts = {
    tests: tests.length,
    failures: count('failed'),
    errors: count('error'),
    skipped: count('skipped'),
  };
  const { provider, name: model } = run.model;
  const properties = {
    suite: show(run.suite),
    promptVersion: run.promptVersion,
    model: run.model.isSimulated ? `${model} (simulated)` : `${provider} ${model}`,
    ...(reported.comparison && { baseline: reported.comparison.baseline.label }),
  };
  const xml = [
    `  <testsuite name="${attribute(name)}" tests="${counts.tests}" failures="${counts.failures}" errors="${counts.errors}" skipped="${counts.skipped}" time="${seconds(run.durationMs)}" timestamp="${new Date(run.startedAt).toISOString().slice(0, 19)}">`,
    '    <properties>',
    ...Object.entries(properties).map(
      ([key, value]) => `      <property name="${key}" value="${attribute(value)}"/>`,
    ),
    '    </properties>',
    ...tests.map((test) => test.xml),
    '  </testsuite>',
  ].join('\n');
  return { ...counts, xml };
}

function metricTest(
  metric: MetricSummary,
  reported: ReportedRun,
  className: string,
  failOn: FailOn,
): Test {
  const { run } = reported;
  const standing = standingOf(metric, reported, failOn);
  const open = `    <testcase classname="${attribute(className)}" name="${attribute(metric.name)}" time="0"`;
  switch (standing.kind) {
    case 'regressed':
      return failed(open, 'regression', standing.compared.summary, failures(run.cases, metric.id));
    case 'below-target': {
      const rate = reported.lines?.rates?.find((found) => found.metric === metric.id);
      if (rate?.isAlert === true) {
        const text = [logRateText(rate), ...rate.changes.map(changeText)].join(' ');
        return failed(open, 'below-target', text, failingLines(reported, metric.id));
      }
      const target = metric.target === undefined ? '100 %' : rateText(metric.target);
      const message = `${metric.passed} of ${metric.scored} passed (${rateText(metric.passRate)}); expected ${target}.`;
      return failed(open, 'below-target', message, failures(run.cases, metric.id));
    }
    case 'unknown':
      return failOn === 'failure' && isSeriouslyUnscored(metric)
        ? failed(open, 'not-scored', firstUnscored(reported, metric.id) ?? '', '')
        : skipped(open, firstUnscored(reported, metric.id) ?? 'Nothing was scored.');
    case 'untargeted':
      return skipped(
        open,
        `${metric.passed} of ${metric.scored} passed (${rateText(metric.passRate)}); no target says whether that is enough.`,
      );
    case 'moved':
    case 'fine':
      return { outcome: 'passed', xml: `${open}/>` };
  }
}

function skipped(open: string, message: string): Test {
  return {
    outcome: 'skipped',
    xml: `${open}>\n      <skipped message="${attribute(message)}"/>\n    </testcase>`,
  };
}

function failed(open: string, type: string, message: string, details: string): Test {
  return {
    outcome: 'failed',
    xml: `${open}>\n      <failure type="${type}" message="${attribute(message)}">${content(details)}</failure>\n    </testcase>`,
  };
}

function failingLines({ lines }: ReportedRun, metric: string): string {
  return (lines?.failures ?? [])
    .filter((failure) => failure.metric === metric)
    .slice(0, shownFailures)
    .map(({ line, explanation }) => `line ${line}: ${explanation}`)
    .join('\n');
}

const shownFailures = 20;

function failures(cases: readonly CaseResult[], metric: string): string {
  const lines = cases.flatMap((item) => {
    const scores = item.trials.flatMap((trial) => trial.scores);
    const failure = scores.find((score) => score.metric === metric && score.passed === false);
    return failure === undefined ? [] : [`${item.id}: ${failure.explanation}`];
  });
  const more = lines.length - shownFailures;
  return [...lines.slice(0, shownFailures), ...(more > 0 ? [`... and ${more} more.`] : [])].join(
    '\n',
  );
}

function caseTest(item: CaseResult, className: string): Test {
  const latency = item.trials
    .flatMap((trial) => trial.replies)
    .reduce((sum, reply) => sum + (reply.latencyMs ?? 0), 0);
  const open = `    <testcase classname="${attribute(className)}" name="${attribute(item.id)}" time="${seconds(latency)}"`;
  const error = item.trials.find((trial) => trial.error)?.error;
  if (error !== undefined) {
    return {
      outcome: 'error',
      xml: `${open}>\n      <error type="${attribute(error.code)}" message="${attribute(error.message)}"/>\n    </testcase>`,
    };
  }
  if (item.trials.length === 0) {
    return {
      outcome: 'skipped',
      xml: `${open}>\n      <skipped message="It has no output."/>\n    </testcase>`,
    };
  }
  const lines = item.trials.flatMap((trial) =>
    trial.scores
      .filter((score) => score.passed === false)
      .map((score) => `${score.metric}: ${score.explanation}`),
  );
  const text = content([...new Set(lines)].join('\n'));
  return {
    outcome: 'passed',
    xml:
      lines.length === 0
        ? `${open}/>`
        : `${open}>\n      <system-out>${text}</system-out>\n    </testcase>`,
  };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

/** What XML 1.0 allows in no place: control characters but tab and line ends, and halves of surrogate pairs. */
const forbidden =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function content(text: string): string {
  return text
    .replace(forbidden, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}

function attribute(text: string): string {
  return content(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}
