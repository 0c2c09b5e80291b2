import * as vscode from 'vscode';
import type { Finding } from '../../core/findings/finding.ts';
import type { Evaluated } from '../../core/live/evaluated.ts';
import { isOutdated, type PromptState } from '../../core/live/promptState.ts';
import type { Position, Range } from '../../core/text.ts';
import {
  type FailingCase,
  isAt,
  isUnderMark,
  type MetricCard,
  metricCard,
  metricsAt,
  specOf,
} from '../../core/views/metricCard.ts';
import type { Backdrop } from '../../core/views/trendPicture.ts';
import { fromVsRange, pathOf } from '../base/convert.ts';
import type { Services } from '../services.ts';
import {
  caseHover,
  type HoverOptions,
  type HoverPart,
  hoverCommands,
  metricHover,
} from './hoverText.ts';
import { MetricHistories } from './metricHistories.ts';

/** Metrics that a hover tells of in full; the panel has them all. */
const shownMetrics = 3;

/** Says in a hover how what stands at a place did: the metrics that guard it, a metric, or a case. */
export class ResultHoverProvider implements vscode.HoverProvider {
  private readonly services: Services;
  private readonly histories: MetricHistories;
  /** Made once for each result: a suite may have thousands of cases. */
  private readonly cards = new WeakMap<Evaluated, Map<string, MetricCard | undefined>>();

  constructor(services: Services) {
    this.services = services;
    this.histories = new MetricHistories(services);
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const file = pathOf(document.uri);
    const { start } = fromVsRange(new vscode.Range(position, position));
    const parts: HoverPart[] = [];
    for (const state of this.services.live.all()) {
      for (const result of state.results)
        parts.push(...(await this.parts(state, result, file, start)));
      if (token.isCancellationRequested) return undefined;
    }
    return parts.length === 0 ? undefined : new vscode.Hover(parts.map(markdown));
  }

  private async parts(
    state: PromptState,
    result: Evaluated,
    file: string,
    position: Position,
  ): Promise<readonly HoverPart[]> {
    const { edits } = this.services;
    const isHit = (range: Range) => isAt(edits.now(file, range), position);
    const isMarked = (isMeant: (finding: Finding) => boolean) =>
      result.findings.some(
        (finding) =>
          finding.file === file &&
          isMeant(finding) &&
          isUnderMark(edits.now(file, finding.range), position),
      );
    const isSuite = result.target.suite.path === file;
    const onFirstLine = (range: Range) => isHit({ start: range.start, end: range.start });
    const metrics = isSuite
      ? result.target.suite.metrics
          .filter((metric) => metric.file === file && onFirstLine(metric.range))
          .map(({ id }) => id)
      : metricsAt(result, file, isHit);
    const about = {
      prompt: state.prompt,
      suite: result.target.suite.path,
      isStale: isOutdated(state, result),
      isSimulated: result.run.model.isSimulated,
    };
    const item = isSuite ? failingCaseAt(result, file, onFirstLine) : undefined;
    if (item !== undefined) {
      const isBelowMark = isMarked(
        ({ kind, caseId }) => kind === 'failing-case' && caseId === item.failing.id,
      );
      return caseHover(item.failing, item.metrics, { ...about, isBelowMark });
    }
    const told = await Promise.all(
      metrics.slice(0, shownMetrics).map((id) => {
        const isBelowMark = isMarked(({ kind, metric }) => kind === 'regression' && metric === id);
        const canRevert = isBelowMark && !about.isStale && hasOneFix(result, file);
        return this.metricParts(result, id, { ...about, isBelowMark, canRevert }, isSuite);
      }),
    );
    const more = metrics.length - shownMetrics;
    return [
      ...told.flat(),
      ...(more > 0 ? [{ origin: 'ours' as const, text: `and ${more} more.` }] : []),
    ];
  }

  private cardOf(result: Evaluated, id: string): MetricCard | undefined {
    const cards = this.cards.get(result) ?? new Map<string, MetricCard | undefined>();
    this.cards.set(result, cards);
    if (!cards.has(id)) cards.set(id, metricCard(result, id));
    return cards.get(id);
  }

  private async metricParts(
    result: Evaluated,
    id: string,
    about: Pick<
      HoverOptions,
      'prompt' | 'suite' | 'isStale' | 'isSimulated' | 'isBelowMark' | 'canRevert'
    >,
    isSuite: boolean,
  ): Promise<readonly HoverPart[]> {
    const card = this.cardOf(result, id);
    const spec = specOf(result, id);
    if (card === undefined || spec === undefined) return [];
    const before = (await this.histories.of(result.run)).get(id) ?? [];
    const { file, range } = spec;
    const { line } = this.services.edits.now(file, range).start;
    const place = vscode.Uri.file(file)
      .with({ fragment: `L${line + 1}` })
      .toString();
    return metricHover(card, {
      ...about,
      backdrop: backdropOf(vscode.window.activeColorTheme.kind),
      history: before.length === 0 ? [] : [...before, card.result?.rate ?? null],
      ...(!isSuite && { place }),
    });
  }
}

/** Whether the findings of a file have one change in common that would be taken back. */
function hasOneFix({ findings }: Evaluated, file: string): boolean {
  const fixes = findings.flatMap((found) => (found.file === file && found.fix ? found.fix : []));
  return new Set(fixes.map((fix) => JSON.stringify(fix))).size === 1;
}

/** The case whose first line is meant, where it failed, with the names of the metrics that it failed. */
function failingCaseAt(
  { target, run }: Evaluated,
  file: string,
  isHit: (range: Range) => boolean,
): { readonly failing: FailingCase; readonly metrics: readonly string[] } | undefined {
  const item = target.cases.find((found) => found.file === file && isHit(found.range));
  const trials = run.cases.find(({ id }) => id === item?.id)?.trials ?? [];
  const names = new Map(run.metrics.map(({ id, name }) => [id, name]));
  const failed = trials.flatMap(({ scores, output }) =>
    scores.flatMap((score) => (score.passed === false ? [{ score, output }] : [])),
  );
  const [first] = failed;
  if (item === undefined || first === undefined) return undefined;
  return {
    failing: {
      id: item.id,
      isWorse: false,
      why: first.score.explanation,
      output: first.output,
    },
    metrics: [...new Set(failed.map(({ score }) => names.get(score.metric) ?? score.metric))],
  };
}

/** Only what is of our own making may lead to commands, and only to ours. */
function markdown({ text, origin }: HoverPart): vscode.MarkdownString {
  const isOurs = origin === 'ours';
  const content = new vscode.MarkdownString(text, isOurs);
  content.isTrusted = isOurs ? { enabledCommands: hoverCommands } : false;
  content.supportHtml = false;
  return content;
}

function backdropOf(kind: vscode.ColorThemeKind): Backdrop {
  switch (kind) {
    case vscode.ColorThemeKind.Light:
      return 'light';
    case vscode.ColorThemeKind.Dark:
      return 'dark';
    case vscode.ColorThemeKind.HighContrast:
      return 'high-contrast-dark';
    case vscode.ColorThemeKind.HighContrastLight:
      return 'high-contrast-light';
  }
}
