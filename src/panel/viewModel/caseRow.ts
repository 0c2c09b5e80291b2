import type { CaseComparison, CaseLabel, CaseVerdict } from '../../core/compare/comparison.ts';
import type { CaseResult } from '../../core/results/runResult.ts';
import type { CaseRow } from '../slices/cases.ts';
import type { RowVerdict } from '../slices/verdicts.ts';
import type { CaseCounter } from './caseCounts.ts';
import type { CaseParts } from './caseParts.ts';

/** UTF-16 units of an output in a row. */
const maxPreview = 160;

/** One row of the list. */
export function caseRow(parts: CaseParts, counter: CaseCounter): CaseRow {
  const source = parts.now ?? parts.old;
  const counts = counter.sideBySide(parts.old, parts.now);
  return {
    id: parts.id,
    verdict: isUnrun(parts) ? 'unrun' : verdictOf(parts, counts),
    label: parts.phase === 'settled' ? null : labelOf(parts.compared),
    tags: source?.tags ?? [],
    counts,
    preview: previewOf(parts.now),
    hasError: parts.now?.trials.some((trial) => trial.error !== undefined) ?? false,
    isPending: parts.phase === 'pending',
  };
}

/** The run ended before it; a case that is gone is in no list of the run. */
function isUnrun({ now, phase }: CaseParts): boolean {
  return phase === 'shown' && now?.trials.length === 0;
}

function verdictOf(parts: CaseParts, counts: readonly number[]): RowVerdict {
  if (parts.phase === 'settled' && parts.hasOld) return provisional(parts.now, counts);
  if (parts.compared !== undefined) return parts.compared.verdict;
  if (parts.hasOld)
    return parts.now === undefined || parts.old === undefined ? 'missing' : 'inconclusive';
  return withoutComparison(counts);
}

/** While a run is going on nothing is called worse: that needs the whole run. */
function provisional(now: CaseResult | undefined, counts: readonly number[]): CaseVerdict {
  // Without a score nothing is known of it, least of all that it did not change.
  if (counts.every((count, at) => at % 4 !== 3 || count === 0))
    return now?.trials.every(({ error }) => error !== undefined) ? 'missing' : 'inconclusive';
  for (let at = 0; at < counts.length; at += 4) {
    const [oldPassed = 0, oldScored = 0, newPassed = 0, newScored = 0] = counts.slice(at, at + 4);
    if (oldPassed * newScored !== newPassed * oldScored) return 'inconclusive';
  }
  return 'unchanged';
}

function withoutComparison(counts: readonly number[]): RowVerdict {
  let scored = 0;
  let passed = 0;
  for (let at = 0; at < counts.length; at += 4) {
    passed += counts[at + 2] ?? 0;
    scored += counts[at + 3] ?? 0;
  }
  if (scored === 0) return 'unscored';
  return passed === scored ? 'passing' : 'failing';
}

/** What weighs most first. */
const labelWeight: readonly CaseLabel[] = [
  'got worse',
  'likely got worse',
  'flipped',
  'flaky',
  'got better',
  'likely got better',
  'missing',
  'unknown',
  'same',
];

function labelOf(compared: CaseComparison | undefined): CaseLabel | null {
  const labels = new Set(compared?.metrics.map(({ label }) => label));
  return labelWeight.find((label) => labels.has(label)) ?? null;
}

function previewOf(item: CaseResult | undefined): string {
  const text = item?.trials.find((trial) => trial.output !== null)?.output ?? '';
  // Cut before white space is joined: an output can be megabytes long.
  const start = text
    .slice(0, maxPreview * 2)
    .replace(/\s+/gu, ' ')
    .trim();
  return start.length > maxPreview || text.length > maxPreview * 2
    ? `${start.slice(0, maxPreview)}\u2026`
    : start;
}
