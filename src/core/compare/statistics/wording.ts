import type { CaseLabel, Verdict } from '../comparison.ts';
import type { CaseHistory } from './caseHistory.ts';
import type { Interval } from './interval.ts';

/** The figures a metric's sentence is made of; scores are 0..1. */
export interface MetricFigures {
  readonly name: string;
  readonly verdict: Verdict;
  readonly mixed: boolean;
  readonly small: boolean;
  readonly margin: number;
  readonly oldMean: number | null;
  readonly newMean: number | null;
  readonly difference: number | null;
  readonly interval: Interval | null;
  readonly cases: number;
  /** Samples per case and side, the smaller of both. */
  readonly rounds: number;
  readonly worseCases: number;
  readonly betterCases: number;
  /** Cases that were run again after a failure, and how many failed again on every fresh sample. */
  readonly reruns?: { readonly failedAgain: number; readonly cases: number };
  /** All cases, where the run ended before its last one because enough was known. */
  readonly ofCases?: number;
  /** What completing the samples costs and would find; absent where it cannot be offered. */
  readonly resolve?: { readonly calls: number; readonly detects: number | null };
}

/** Suites this small with one run each cannot show a change of any size. */
const tooFewCases = 5;

/** What became of a metric that moved, in the words of its verdict, e.g. `got worse`. */
export function describeMove(f: Pick<MetricFigures, 'verdict' | 'mixed' | 'small'>): string {
  return f.verdict === 'improved'
    ? moved(f, ['got better', 'worse'], 'gain')
    : moved(f, ['got worse', 'better'], 'drop');
}

/** By how much a metric moved and how sure that is: `100 % -> 67 % (-33 points; the true change is likely 8 to 59 points worse)`. */
export function describeChange(
  f: Pick<MetricFigures, 'oldMean' | 'newMean' | 'difference' | 'interval' | 'cases' | 'ofCases'>,
): string {
  if (f.difference === null) return 'by an unknown amount';
  const rates =
    f.oldMean === null || f.newMean === null
      ? ''
      : `${percent(f.oldMean)} -> ${percent(f.newMean)} `;
  const by = `${signed(f.difference)} ${Math.abs(rounded(f.difference)) === 1 ? 'point' : 'points'}`;
  const inside = `${by}${likely(f.interval, '; ', '')}`;
  const part = f.ofCases === undefined ? '' : ` in the ${f.cases} of ${f.ofCases} cases that ran`;
  return `${rates === '' ? inside : `${rates}(${inside})`}${part}`;
}

/** One or more plain sentences about a metric, without terms of statistics. */
export function describeMetric(figures: MetricFigures): string {
  return sentences(figures).join(' ');
}

function sentences(f: MetricFigures): string[] {
  switch (f.verdict) {
    case 'regressed':
      return [
        `${f.name} ${describeMove(f)}: ${describeChange(f)}.`,
        ...repeated(f.reruns),
        ...bothSides(f),
      ];
    case 'improved':
      return [`${f.name} ${describeMove(f)}: ${describeChange(f)}.`, ...bothSides(f)];
    case 'unchanged':
      return [
        `${f.name}: no change that matters; it stayed within ${points(f.margin)}${likely(f.interval, ' (', ')')}.`,
      ];
    case 'inconclusive':
      return inconclusive(f);
  }
}

function inconclusive(f: MetricFigures): string[] {
  if (f.cases === 0) return [`${f.name}: nothing to compare yet.`];
  if (f.cases <= tooFewCases && f.rounds <= 1) {
    return [`${f.name}: too few samples to tell; three runs per case would help.`];
  }
  const said = [`${f.name}: no change shown.`];
  const bound = f.interval?.[0];
  if (bound !== undefined && bound > -1 && bound < 0) {
    said.push(`A drop of more than ${points(-bound)} is ruled out.`);
  } else if (bound !== undefined && bound >= 0) said.push('A drop is unlikely.');
  if (f.resolve !== undefined && f.resolve.calls > 0) said.push(resolveSentence(f.resolve));
  return said;
}

function resolveSentence(resolve: { calls: number; detects: number | null }): string {
  const calls = `Resolve (about ${count(resolve.calls, 'call')})`;
  return resolve.detects === null || resolve.detects >= 1
    ? `${calls} would tell more.`
    : `${calls} would find a drop of ${points(resolve.detects)}.`;
}

/** Progress of a live run while its verdict is open; says nothing of red or green counts. */
export function describeProgress(done: number, total: number): string {
  return `${done} of ${count(total, 'case')}. Nothing shown yet.`;
}

/**
 * The moment live evidence is strong enough to stop early.
 * @param underWay cases whose replies came in after it: they are shown, and were no part of the evidence
 */
export function describeStop(
  name: string,
  verdict: 'regressed' | 'improved',
  {
    done,
    total,
    underWay,
  }: { readonly done: number; readonly total: number; readonly underWay: number },
): string {
  const word = verdict === 'regressed' ? 'worse' : 'better';
  const more =
    underWay === 0
      ? ''
      : `; ${underWay === 1 ? '1 reply under way then is' : `${underWay} replies under way then are`} shown too`;
  return `${name} got ${word}; stopped after ${done} of ${count(total, 'case')}${more}.`;
}

/** Flips seen beside flips that chance alone brings, for grey text while a verdict is open. */
export function describeFlips(flips: number, expected: number): string {
  const chance = expected < 0.5 ? 'fewer than 1' : `about ${Math.round(expected)}`;
  return `${count(flips, 'flip')}, ${chance} expected by chance`;
}

/** Cases that failed and are too shaky for that to mean much, as one sentence; undefined where there is none. */
export function describeShaky(
  cases: readonly { readonly id: string; readonly shaky: CaseHistory }[],
): string | undefined {
  const [first, ...others] = cases;
  if (first === undefined) return undefined;
  const passed = `passed ${ratio(first.shaky.passes, first.shaky.samples)}`;
  return others.length === 0
    ? `'${first.id}' failed and was not run again, for it was shaky before: ${passed}.`
    : `${count(cases.length, 'case')} failed and were not run again, for they were shaky before (e.g. '${first.id}' ${passed}).`;
}

/** The figures of a case's sentence. */
export interface CaseFigures {
  readonly label: CaseLabel;
  readonly oldPasses: number;
  readonly oldSamples: number;
  readonly newPasses: number;
  readonly newSamples: number;
  /** Fresh pairs drawn after a failure, and how often it failed again where the old version passed. */
  readonly reruns?: { readonly failed: number; readonly pairs: number };
  /** Whether fresh samples are being drawn right now. */
  readonly isRerunning?: boolean;
  /** What earlier versions showed, where the failure was not run again because of it. */
  readonly shaky?: CaseHistory;
}

/** Plain sentences about one case. */
export function describeCase(f: CaseFigures): string {
  const { reruns, shaky } = f;
  if (reruns === undefined || reruns.pairs === 0) {
    if (shaky === undefined || f.label !== 'flipped') return describeLabel(f);
    return `${describeLabel(f)} Not run again, for it was shaky before: earlier versions passed it ${ratio(shaky.passes, shaky.samples)}.`;
  }
  return `${describeLabel(f)} Failed again on re-run: ${ratio(reruns.failed, reruns.pairs)}.`;
}

function describeLabel(f: CaseFigures): string {
  switch (f.label) {
    case 'missing':
      return 'No answer came back, so nothing is known.';
    case 'unknown':
      return `${outcome(f.newPasses, f.newSamples)} now; there is no earlier result to compare with.`;
    case 'same':
      return `${outcome(f.newPasses, f.newSamples)}, as before (${ratio(f.oldPasses, f.oldSamples)}).`;
    case 'flaky':
      return flakySentence(f);
    case 'flipped':
      return [
        `${outcome(f.newPasses, f.newSamples)} this time. ${outcome(f.oldPasses, f.oldSamples)} before.`,
        f.newSamples === 1 || f.oldSamples === 1
          ? 'A single run is weak evidence'
          : 'So few runs are weak evidence',
      ]
        .join(' ')
        .concat(f.isRerunning ? '; running it again.' : '.');
    case 'likely got worse':
    case 'got worse':
    case 'likely got better':
    case 'got better':
      return movedSentence(f);
  }
}

function flakySentence(f: CaseFigures): string {
  const passes = f.oldPasses + f.newPasses;
  const samples = f.oldSamples + f.newSamples;
  const sameRate =
    f.oldSamples > 0 &&
    f.newSamples > 0 &&
    Math.abs(f.oldPasses / f.oldSamples - f.newPasses / f.newSamples) <= 0.25;
  return sameRate
    ? `Passes about ${passes} of ${samples} times with either version.`
    : `Varies from run to run: passed ${ratio(f.newPasses, f.newSamples)} now, ${ratio(f.oldPasses, f.oldSamples)} before.`;
}

function movedSentence(f: CaseFigures): string {
  const start = f.label.charAt(0).toUpperCase() + f.label.slice(1);
  return `${start}: passed ${ratio(f.newPasses, f.newSamples)} now, ${ratio(f.oldPasses, f.oldSamples)} before.`;
}

function likely(interval: Interval | null, before: string, after: string): string {
  return interval === null ? '' : `${before}the true change is likely ${range(interval)}${after}`;
}

/** `8 to 59 points worse`, `between 59 points worse and 2 better`: which side of no change the ends are on is said in words. */
function range(interval: Interval): string {
  const [low, high] = [rounded(interval[0]), rounded(interval[1])].toSorted((a, b) => a - b);
  if (low === undefined || high === undefined || (low === 0 && high === 0)) return 'none';
  if (low === high) return side(low);
  if (high < 0) return `${-high} to ${side(low)}`;
  if (low > 0) return `${low} to ${side(high)}`;
  if (high === 0) return `between none and ${side(low)}`;
  if (low === 0) return `between none and ${side(high)}`;
  return `between ${side(low)} and ${high} better`;
}

/** @param by whole points, not 0 */
function side(by: number): string {
  return `${count(Math.abs(by), 'point')} ${by < 0 ? 'worse' : 'better'}`;
}

function repeated(reruns: MetricFigures['reruns']): string[] {
  return reruns === undefined || reruns.failedAgain === 0
    ? []
    : [`Failed again on re-run: ${reruns.failedAgain} of ${count(reruns.cases, 'case')}.`];
}

/** @param words of the verdict, and of its opposite */
function moved(
  f: Pick<MetricFigures, 'mixed' | 'small'>,
  [verdict, other]: readonly [string, string],
  small: string,
) {
  if (f.mixed) return `${verdict} in some cases and ${other} in others`;
  return f.small ? `shows a small but real ${small}` : verdict;
}

/** A verdict names one side: where cases went the other way too, both are told. */
function bothSides({ worseCases, betterCases }: MetricFigures): string[] {
  return worseCases > 0 && betterCases > 0
    ? [`${count(worseCases, 'case')} got worse, ${betterCases} got better.`]
    : [];
}

function outcome(passes: number, samples: number): string {
  if (passes === samples) return `Passed (${ratio(passes, samples)})`;
  return passes === 0 ? `Failed (${ratio(samples, samples)})` : `Passed ${ratio(passes, samples)}`;
}

function ratio(part: number, whole: number): string {
  return `${part} of ${whole}`;
}

function points(value: number): string {
  return count(rounded(value), 'point');
}

function signed(value: number): string {
  const whole = rounded(value);
  return whole > 0 ? `+${whole}` : `${whole}`;
}

function percent(value: number): string {
  return `${rounded(value)} %`;
}

/** Whole points of a score difference; never -0. */
function rounded(value: number): number {
  return Math.round(value * 100) + 0;
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
