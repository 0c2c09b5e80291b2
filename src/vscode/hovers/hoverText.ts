import { toldWords } from '../../core/compare/toldVerdict.ts';
import { capitalised } from '../../core/metrics/wording.ts';
import { code, plain } from '../../core/report/markdownText.ts';
import type { FailingCase, MetricCard } from '../../core/views/metricCard.ts';
import { type Backdrop, trendPicture, trendWords } from '../../core/views/trendPicture.ts';
import { visibleParts } from '../../panel/viewModel/visibleText.ts';
import { commandIds } from '../base/contributions.ts';

/** A part of a hover, in Markdown. */
export interface HoverPart {
  readonly text: string;
  /**
   * `ours`: of our own making, with links to our commands, everything of others in it escaped. `foreign`: text of a model
   * in a code block; no link of it works.
   */
  readonly origin: 'ours' | 'foreign';
}

/** Commands that links of a hover may name; no others work. */
export const hoverCommands: readonly string[] = [
  commandIds.openPanel,
  commandIds.peekCases,
  commandIds.revertChange,
];

/** Most of a failing output that a hover shows, in lines and in characters. */
const shownLines = 8;
const shownCharacters = 600;

export interface HoverOptions {
  /** Absolute path of the prompt. */
  readonly prompt: string;
  /** Path of the suite that it tells of. */
  readonly suite: string;
  readonly isStale: boolean;
  readonly isSimulated: boolean;
  /** A mark is shown above in the same hover: it has named the metric and said what happened. Default false. */
  readonly isBelowMark?: boolean;
  /** The change that made it worse is known, the only one, and can be taken back. Default false. */
  readonly canRevert?: boolean;
  readonly backdrop: Backdrop;
  /** Pass rates of the versions before and of this one, oldest first; empty: not known. */
  readonly history: readonly (number | null)[];
  /** Address of the metric in its suite; absent where the hover stands on it. */
  readonly place?: string;
}

/** What a hover says of a metric. */
export function metricHover(card: MetricCard, options: HoverOptions): readonly HoverPart[] {
  const { prompt, suite, history, backdrop, isBelowMark = false } = options;
  const { metric, failing } = card;
  const links = [
    ...(options.canRevert === true
      ? [link('Revert this change', commandIds.revertChange, { prompt })]
      : []),
    link('Show the comparison', commandIds.openPanel, { prompt, suite, metric }),
    ...(failing.length > 0
      ? [link(failingWords(failing.length), commandIds.peekCases, { prompt, metric })]
      : []),
    ...(options.place === undefined ? [] : [`[Open the metric](${address(options.place)})`]),
  ].join(' \u00b7 ');
  const [first] = failing;
  return [
    {
      origin: 'ours',
      text: [
        ...(isBelowMark
          ? []
          : [
              `${verdictIcon(card)} **${ownText(card.name)}**${doubtOf(options)}`,
              ...whatHappened(card),
            ]),
        // Side by side: below a mark there is room for little more.
        [...(history.length > 1 ? [picture(history, card.target, backdrop)] : []), links].join(' '),
        ...(isBelowMark ? whatElse(card) : []),
      ].join('\n\n'),
    },
    ...(first === undefined ? [] : failureParts(first)),
  ];
}

function whatHappened(card: MetricCard): readonly string[] {
  const { compared, goal } = card;
  return [
    resultLine(card),
    ...(compared === undefined || compared.rerun === '' ? [] : [`${capitalised(compared.rerun)}.`]),
    ...(goal === undefined ? [] : [`Goal: ${ownText(goal)}`]),
  ];
}

/** What a mark has no room for. */
function whatElse({ compared, goal }: MetricCard): readonly string[] {
  return [
    ...(goal === undefined ? [] : [`Goal at risk: ${ownText(goal)}`]),
    // Where nothing was run again, the mark itself says by how much.
    ...(compared === undefined || compared.rerun === '' ? [] : [`${compared.change}.`]),
  ];
}

/** What a hover says of a case: why it failed, and what was replied. */
export function caseHover(
  item: FailingCase,
  metrics: readonly string[],
  options: Pick<HoverOptions, 'prompt' | 'suite' | 'isStale' | 'isSimulated' | 'isBelowMark'>,
): readonly HoverPart[] {
  const { prompt, suite, isBelowMark = false } = options;
  const { output } = item;
  return [
    {
      origin: 'ours',
      text: [
        ...(isBelowMark
          ? []
          : [
              `$(error) **${ownText(item.id)}** fails ${metrics.map(ownText).join(', ')}${doubtOf(options)}`,
            ]),
        link('Show the comparison', commandIds.openPanel, { prompt, suite, caseId: item.id }),
      ].join('\n\n'),
    },
    ...(!isBelowMark
      ? failureParts(item)
      : output === null
        ? []
        : [{ origin: 'foreign' as const, text: fenced(output) }]),
  ];
}

/** A text of others inside of ours: no markup, and no sign of the editor, which is escaped by a backslash of its own. */
function ownText(text: string): string {
  return plain(text).replaceAll('\\$(', '\\\\$(');
}

function doubtOf({ isStale, isSimulated }: Pick<HoverOptions, 'isStale' | 'isSimulated'>): string {
  const facts = [
    ...(isStale ? ['edited since the last run'] : []),
    ...(isSimulated ? ['simulated'] : []),
  ];
  return facts.length === 0 ? '' : ` _(${facts.join(', ')})_`;
}

function failureParts({ id, why, output }: FailingCase): readonly HoverPart[] {
  const said = `${code(id)}: ${plain(why)}`;
  return [{ origin: 'foreign', text: output === null ? said : `${said}\n\n${fenced(output)}` }];
}

function verdictIcon({ compared, result, target }: MetricCard): string {
  switch (compared?.told) {
    case 'regressed':
      return '$(error)';
    case 'improved':
      return '$(arrow-up)';
    case 'inconclusive':
      return '$(question)';
    case 'unchanged':
    case 'unshown':
    case undefined:
      if (result === undefined || result.rate === null) return '$(circle-slash)';
      return result.rate < target ? '$(warning)' : '$(pass)';
  }
}

function resultLine({ result, compared, target }: MetricCard): string {
  if (result === undefined) return 'Not part of the last run.';
  if (result.scored === 0) return 'Nothing was scored in the last run.';
  const now = `${result.passed} of ${result.scored} passed (${percent(result.rate)})`;
  const goal = target < 1 ? `, target ${percent(target)}` : '';
  if (compared === undefined) return `${now}${goal}; first version.`;
  const was = compared.old === null ? '' : `, was ${percent(compared.old)}`;
  return `${now}${was}${goal}: **${toldWords[compared.told]}** against ${ownText(compared.baseline)}.`;
}

function picture(rates: readonly (number | null)[], target: number, backdrop: Backdrop): string {
  const svg = trendPicture(rates, target, backdrop);
  return `![${plain(trendWords(rates, target))}](data:image/svg+xml,${address(encodeURIComponent(svg))})`;
}

export function failingWords(count: number): string {
  return `${count} failing ${count === 1 ? 'case' : 'cases'}`;
}

function link(label: string, command: string, argument: object): string {
  return `[${label}](command:${command}?${address(encodeURIComponent(JSON.stringify([argument])))})`;
}

/** Fit for the parentheses of a link. */
function address(uri: string): string {
  return uri.replaceAll('(', '%28').replaceAll(')', '%29');
}

/** A text of a model as a block of code: nothing in it ends the block, hides, or is a link. */
export function fenced(text: string): string {
  const all = visibleParts(text.slice(0, 2 * shownCharacters))
    .map((part) => (part.type === 'text' ? part.text : part.sign))
    .join('');
  const lines = all.slice(0, shownCharacters).split('\n');
  const shown = lines.slice(0, shownLines).join('\n');
  const isCut = shown.length < all.length || text.length > 2 * shownCharacters;
  const longest = Math.max(2, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${shown}${isCut ? '\u2026' : ''}\n${fence}`;
}

function percent(rate: number | null): string {
  return rate === null ? 'unknown' : `${Math.round(rate * 100)} %`;
}
