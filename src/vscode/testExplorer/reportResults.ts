import * as vscode from 'vscode';
import type { PromptState } from '../../core/live/livePrompts.ts';
import type { Breather } from '../../core/run/breather.ts';
import {
  outcomesOf,
  parseTestId,
  type TestKey,
  type TestOutcome,
} from '../../core/views/testTree.ts';
import { visibleParts } from '../../panel/viewModel/visibleText.ts';

/** Longer texts are cut: the panel shows them whole. In characters. */
const maxText = 50_000;

/** Tells a test run how every test below a prompt did. Tests without a result keep the one they have. */
export async function reportResults(
  run: vscode.TestRun,
  prompt: vscode.TestItem,
  { results }: PromptState,
  breather: Breather,
): Promise<void> {
  const outcomes = new Map(results.map((result) => [result.target.suite.path, outcomesOf(result)]));
  const outcome = (key: TestKey) =>
    key.suite === undefined ? undefined : outcomes.get(key.suite)?.(key);
  for (const test of leavesOf(prompt)) {
    const key = parseTestId(test.id);
    const found = key && outcome(key);
    if (found !== undefined) report(run, test, found);
    if (breather.isDue) await breather.pause();
  }
}

function* leavesOf(item: vscode.TestItem): Iterable<vscode.TestItem> {
  if (item.children.size === 0) {
    yield item;
    return;
  }
  for (const [, child] of item.children) yield* leavesOf(child);
}

function report(run: vscode.TestRun, test: vscode.TestItem, outcome: TestOutcome): void {
  // No durations: the metrics of a case share its calls, and times would add up to more than there was.
  switch (outcome.status) {
    case 'passed':
      run.passed(test);
      return;
    case 'skipped':
      run.skipped(test);
      return;
    case 'errored':
      run.errored(test, new vscode.TestMessage(visible(outcome.message)));
      return;
    case 'failed':
      run.failed(test, messageOf(test, outcome));
      if (outcome.actual !== undefined) {
        const reply = visible(outcome.actual).replaceAll('\n', '\r\n');
        run.appendOutput(`${visible(test.label)}: the reply\r\n${reply}\r\n`, undefined, test);
      }
  }
}

function messageOf(test: vscode.TestItem, outcome: TestOutcome): vscode.TestMessage {
  const { expected, actual } = outcome;
  const text = visible(outcome.message);
  const message =
    expected === undefined || actual === undefined
      ? new vscode.TestMessage(text)
      : vscode.TestMessage.diff(
          `${text}\nExpected here is ${expected.what}.`,
          visible(expected.text),
          visible(actual),
        );
  if (test.uri && test.range) message.location = new vscode.Location(test.uri, test.range);
  message.contextValue = 'microMetrics';
  return message;
}

/** Text as it is, with signs for what would hide or steer something: a terminal shows it. */
function visible(text: string): string {
  const shown = text.length > maxText ? `${text.slice(0, maxText)}\n(cut here)` : text;
  return visibleParts(shown)
    .map((part) => (part.type === 'text' ? part.text : part.sign))
    .join('');
}
