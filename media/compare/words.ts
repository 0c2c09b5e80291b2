import type { CaseLabel } from '../../src/core/compare/comparison.ts';
import { type ToldVerdict, toldWords } from '../../src/core/compare/toldVerdict.ts';
import type { VersionSlice } from '../../src/panel/slices/header.ts';
import type { MetricRow } from '../../src/panel/slices/metrics.ts';
import type { RowVerdict } from '../../src/panel/slices/verdicts.ts';
import type { IconName } from './iconName.ts';

/** How a verdict looks and reads. */
export interface VerdictLook {
  readonly icon: IconName;
  readonly word: string;
  /** Tone of the icon; the word stays in the colour of text. */
  readonly tone: 'bad' | 'good' | 'open' | 'quiet';
}

const looks: { readonly [V in RowVerdict | ToldVerdict]: VerdictLook } = {
  regressed: { icon: 'error', word: toldWords.regressed, tone: 'bad' },
  improved: { icon: 'arrowUp', word: toldWords.improved, tone: 'good' },
  unchanged: { icon: 'dash', word: toldWords.unchanged, tone: 'quiet' },
  inconclusive: { icon: 'question', word: toldWords.inconclusive, tone: 'open' },
  unshown: { icon: 'circleSmall', word: toldWords.unshown, tone: 'quiet' },
  flaky: { icon: 'pulse', word: 'flaky', tone: 'open' },
  missing: { icon: 'circleSlash', word: 'missing', tone: 'open' },
  unrun: { icon: 'circleSlash', word: 'not run', tone: 'open' },
  failing: { icon: 'error', word: 'fails', tone: 'bad' },
  unscored: { icon: 'circleSlash', word: 'not scored', tone: 'open' },
  passing: { icon: 'check', word: 'passes', tone: 'good' },
};

export function lookOf(verdict: RowVerdict | ToldVerdict): VerdictLook {
  return looks[verdict];
}

/** How a case looks: its label says more than an open verdict does. */
export function lookOfCase(verdict: RowVerdict, label: CaseLabel | null): VerdictLook {
  const look = looks[verdict];
  switch (label) {
    case 'flipped':
    case 'likely got worse':
    case 'likely got better':
      return verdict === 'inconclusive' ? { ...look, word: label } : look;
    default:
      return look;
  }
}

/** What is known of the difference of a metric, in a few words. */
export function changeWords(
  metric: Pick<MetricRow, 'verdict' | 'difference' | 'interval' | 'rerun'>,
): string {
  const { verdict, difference, interval } = metric;
  if (difference === null) return '';
  if (interval === null || verdict === null) return change(difference, interval);
  switch (verdict) {
    case 'regressed':
      return [change(difference, interval), ...(metric.rerun === '' ? [] : [metric.rerun])].join(
        '; ',
      );
    case 'improved':
      return change(difference, interval);
    case 'unchanged':
      return `within ${points(interval[0])} to ${points(interval[1])} points`;
    case 'inconclusive': {
      const drop = Math.round(-interval[0] * 100);
      if (drop >= 100) return 'too few samples';
      return drop <= 0 ? 'a drop is unlikely' : `no drop over ${drop} points`;
    }
  }
}

/** A rate of 0 to 1, e.g. `67 %`; a dash where there is none. */
export function percent(rate: number | null): string {
  return rate === null ? '\u2013' : `${Math.round(rate * 100)} %`;
}

/** A difference of -1 to 1 in whole points with its sign, e.g. `-33`. */
export function points(difference: number): string {
  const whole = Math.round(difference * 100) + 0;
  return whole > 0 ? `+${whole}` : whole < 0 ? `\u2212${-whole}` : '0';
}

/** e.g. `-33 points (-58 to -11)`. */
export function change(
  difference: number | null,
  interval: readonly [number, number] | null,
): string {
  if (difference === null) return '';
  const range = interval === null ? '' : ` (${points(interval[0])} to ${points(interval[1])})`;
  const unit = Math.abs(Math.round(difference * 100)) === 1 ? 'point' : 'points';
  return `${points(difference)} ${unit}${range}`;
}

export function amount(value: number, noun: string, plural = `${noun}s`): string {
  return `${value.toLocaleString('en')} ${value === 1 ? noun : plural}`;
}

/** Milliseconds as people say them, e.g. `840 ms`, `1.2 s`, `3 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** US dollars with as many digits as small amounts need. */
export function dollars(cost: number): string {
  if (cost === 0) return '$0';
  return `$${cost < 0.01 ? cost.toPrecision(2) : cost.toFixed(2)}`;
}

/** How a side of the comparison is called, and what more is known of it. `now` in milliseconds since 1970. */
export function sideTitle(
  version: VersionSlice,
  now: number,
): { readonly label: string; readonly detail: string } {
  const detail = versionDetail(version, now);
  if (version.label !== null) return { label: version.label, detail };
  return { label: detail === '' ? 'A version' : 'Version of', detail };
}

/** When and which commit: `10:42, 7f3c2a1`; another day with its date. `now` in milliseconds since 1970. */
export function versionDetail(version: VersionSlice, now: number): string {
  const parts: string[] = [];
  if (version.time !== null) {
    const time = new Date(version.time);
    const isToday = time.toDateString() === new Date(now).toDateString();
    const clock = `${`${time.getHours()}`.padStart(2, '0')}:${`${time.getMinutes()}`.padStart(2, '0')}`;
    const day = `${time.getFullYear()}-${`${time.getMonth() + 1}`.padStart(2, '0')}-${`${time.getDate()}`.padStart(2, '0')}`;
    parts.push(isToday ? clock : `${day} ${clock}`);
  }
  if (version.commit !== null) parts.push(version.commit);
  return parts.join(', ');
}
