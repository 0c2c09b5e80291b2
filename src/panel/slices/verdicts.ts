import type { CaseLabel, CaseVerdict, Verdict } from '../../core/compare/comparison.ts';
import { literal } from '../shape.ts';

/** What a case's row says: its verdict, or without a comparison how it stands; `unrun`: the run ended before it. */
export type RowVerdict = CaseVerdict | 'unrun' | 'failing' | 'unscored' | 'passing';

/** Every row verdict, worst first: the order of groups in the list. */
export const rowVerdicts = [
  'regressed',
  'failing',
  'inconclusive',
  'flaky',
  'missing',
  'unrun',
  'unscored',
  'improved',
  'unchanged',
  'passing',
] as const satisfies readonly RowVerdict[];

export const verdictShape = literal<Verdict>('regressed', 'improved', 'unchanged', 'inconclusive');

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
