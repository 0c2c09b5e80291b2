import type { CaseLabel, CaseVerdict, Verdict } from '../../core/compare/comparison.ts';
import { literal } from '../shape.ts';

/** What a case's row says: its verdict, or without a comparison how it stands. */
export type RowVerdict = CaseVerdict | 'failing' | 'unscored' | 'passing';

/** Every row verdict, worst first: the order of groups in the list. */
export const rowVerdicts = [
  'regressed',
  'failing',
  'inconclusive',
  'flaky',
  'missing',
  'unscored',
  'improved',
  'unchanged',
  'passing',
] as const satisfies readonly RowVerdict[];

export const verdictShape = literal<Verdict>('regressed', 'improved', 'unchanged', 'inconclusive');

export const caseVerdictShape = literal<CaseVerdict>(
  'regressed',
  'improved',
  'unchanged',
  'inconclusive',
  'flaky',
  'missing',
);

export const caseLabelShape = literal<CaseLabel>(
  'same',
  'flipped',
  'likely got worse',
  'got worse',
  'likely got better',
  'got better',
  'flaky',
  'missing',
  'unknown',
);

export const rowVerdictShape = literal<RowVerdict>(...rowVerdicts);
