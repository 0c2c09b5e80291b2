import { coverageOf, coverageText } from '../../core/coverage/coverage.ts';
import type { Evaluated } from '../../core/live/evaluatePrompt.ts';
import { isOutdated, type PromptState } from '../../core/live/promptState.ts';
import { isBelowTarget } from '../../core/results/belowTarget.ts';
import type { Range } from '../../core/text.ts';
import { visibleParts } from '../../panel/viewModel/visibleText.ts';

/** A text behind a line. */
export interface InlineText {
  /** 0-based, in the text that ran. */
  readonly line: number;
  readonly text: string;
  readonly tone: 'quiet' | 'failure' | 'removed';
}

/** Longer texts would push the line itself out of sight, in characters. */
const maxLength = 90;

/** Behind the lines of a prompt: how much of it is guarded, and what was taken away where it hurt. */
export function promptTexts(state: PromptState): readonly InlineText[] {
  const results = state.results.filter((result) => !isOutdated(state, result));
  const guarded = results.map(guardText).filter((text) => text !== '');
  const removed = new Map<number, InlineText>();
  for (const finding of results.flatMap((result) => result.findings)) {
    if (finding.file !== state.prompt || finding.removed === undefined) continue;
    const { line } = finding.range.start;
    removed.set(line, { line, text: removedText(finding.removed), tone: 'removed' });
  }
  return [
    ...(guarded.length > 0 && !removed.has(0)
      ? [{ line: 0, text: guarded.join(', '), tone: 'quiet' as const }]
      : []),
    ...removed.values(),
  ];
}

/** `6 metrics guard 5 of 7 instructions`; empty where none guards anything. */
function guardText({ target: { prompt, suite } }: Evaluated): string {
  const coverage = coverageOf(prompt, suite.metrics);
  return coverage.guarded === 0 ? '' : coverageText(coverage);
}

function removedText(lines: readonly string[]): string {
  const [first = '', ...rest] = lines.filter((line) => line.trim() !== '');
  const more = rest.length === 0 ? '' : ` (and ${rest.length} more)`;
  return `removed here: ${cut(first.trim())}${more}`;
}

/** Behind the metrics of a suite. Behind cases that fail VS Code itself puts the message of their test; the lens above says why. */
export function suiteTexts(state: PromptState, suitePath: string): readonly InlineText[] {
  return state.results
    .filter(({ target }) => target.suite.path === suitePath)
    .flatMap((result) => metricTexts(result, isOutdated(state, result)));
}

function metricTexts(result: Evaluated, isStale: boolean): readonly InlineText[] {
  const { target, run, comparison } = result;
  return target.suite.metrics.flatMap((metric): InlineText[] => {
    const summary = run.metrics.find((item) => item.id === metric.id);
    if (summary === undefined || metric.file !== target.suite.path) return [];
    const compared = comparison?.metrics.find((item) => item.id === metric.id);
    const was =
      compared?.old == null || compared.new === null || compared.old === compared.new
        ? ''
        : `, was ${percent(compared.old)}`;
    const rate = summary.passRate === null ? 'not scored yet' : percent(summary.passRate);
    const failed = summary.failed === 0 ? '' : `, ${summary.failed} could not be scored`;
    return [text(metric.range, `${rate}${was}${failed}`, isStale, isBelowTarget(summary))];
  });
}

function text(range: Range, said: string, isStale: boolean, isFailure: boolean): InlineText {
  return {
    line: range.start.line,
    text: isStale ? `${said} (edited since)` : said,
    tone: isFailure && !isStale ? 'failure' : 'quiet',
  };
}

/** One line of bounded length in which nothing is hidden: parts of it come from models. */
export function cut(said: string): string {
  const line = visibleParts(said.replace(/\s+/g, ' ').trim())
    .map((part) => (part.type === 'text' ? part.text : part.sign))
    .join('');
  const characters = [...line];
  return characters.length <= maxLength ? line : `${characters.slice(0, maxLength - 1).join('')}…`;
}

function percent(rate: number): string {
  return `${Math.round(rate * 100)} %`;
}
