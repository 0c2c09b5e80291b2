import * as vscode from 'vscode';
import type { Breather } from '../../core/breather.ts';
import type { PromptState } from '../../core/live/livePrompts.ts';
import type { EarlierOutcome, TestHistory } from '../../core/views/testHistory.ts';
import { outcomesOf, parseTestId, type TestOutcome } from '../../core/views/testTree.ts';
import { failureText, outputText, shownText } from './testText.ts';

type Result = PromptState['results'][number];

export interface ReportOptions {
  /** How the versions before a result did; asked for only where a test failed. */
  readonly historyOf: (result: Result) => Promise<TestHistory>;
  readonly breather: Breather;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Tells a test run how every test below a prompt did. Tests without a result keep the one they have. */
export async function reportResults(
  run: vscode.TestRun,
  prompt: vscode.TestItem,
  { results }: PromptState,
  { historyOf, breather, now }: ReportOptions,
): Promise<void> {
  const bySuite = new Map(
    results.map((result) => [result.target.suite.path, { result, outcome: outcomesOf(result) }]),
  );
  const histories = new Map<string, TestHistory>();
  if (breather.isDue) await breather.pause();
  for (const test of leavesOf(prompt)) {
    const key = parseTestId(test.id);
    const own = key?.suite === undefined ? undefined : bySuite.get(key.suite);
    const outcome = key && own?.outcome(key);
    if (breather.isDue) await breather.pause();
    if (key?.suite === undefined || own === undefined || outcome === undefined) continue;
    // No durations: the metrics of a case share its calls, and times would add up to more than there was.
    switch (outcome.status) {
      case 'passed':
        run.passed(test);
        break;
      case 'skipped':
        run.skipped(test);
        break;
      case 'errored':
        run.errored(test, new vscode.TestMessage(shownText(outcome.message)));
        break;
      case 'failed': {
        const history = histories.get(key.suite) ?? (await historyOf(own.result));
        histories.set(key.suite, history);
        reportFailure(run, test, outcome, { earlier: history(key), now });
      }
    }
  }
}

function* leavesOf(item: vscode.TestItem): Iterable<vscode.TestItem> {
  if (item.children.size === 0) {
    yield item;
    return;
  }
  for (const [, child] of item.children) yield* leavesOf(child);
}

function reportFailure(
  run: vscode.TestRun,
  test: vscode.TestItem,
  outcome: TestOutcome,
  { earlier, now }: { readonly earlier: readonly EarlierOutcome[]; readonly now: number },
): void {
  const { expected, actual } = outcome;
  const text = failureText(outcome, earlier, now);
  const message =
    expected === undefined || actual === undefined
      ? new vscode.TestMessage(text)
      : vscode.TestMessage.diff(text, shownText(expected.text), shownText(actual));
  if (test.uri && test.range) message.location = new vscode.Location(test.uri, test.range);
  message.contextValue = 'microMetrics';
  run.failed(test, message);
  // Cases and metrics name each other, whichever comes first.
  const name = [...(test.parent ? [test.parent.label] : []), test.label].join(', ');
  const output = outputText(name, outcome, earlier, now);
  if (output !== '') run.appendOutput(output, undefined, test);
}
