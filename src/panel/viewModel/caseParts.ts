import type { CaseComparison } from '../../core/compare/comparison.ts';
import type { CaseResult } from '../../core/results/runResult.ts';
import type { PanelInput } from '../source.ts';

/** What a row is made of. */
export interface CaseParts {
  readonly id: string;
  readonly old: CaseResult | undefined;
  readonly now: CaseResult | undefined;
  readonly compared: CaseComparison | undefined;
  /** Whether there is an older run at all. */
  readonly hasOld: boolean;
  /** `shown`: of the finished comparison; `pending`, `settled`: a run is going on. */
  readonly phase: 'shown' | 'pending' | 'settled';
}

/** Cases between two chances to let others work. */
const stepCases = 500;

/** The parts of every case, those of the new run first, in small steps. */
export function* gathering(input: PanelInput): Generator<void, CaseParts[]> {
  const shownOld = yield* byId(input.old?.run?.cases);
  const shownNew = yield* byId(input.new?.run?.cases);
  const compared = yield* byId(input.comparison?.cases);
  const settled = yield* byId(input.progress?.settled);
  const baseline = yield* byId(input.progress?.baseline?.cases);
  const ids = new Set([...shownNew.keys(), ...shownOld.keys(), ...settled.keys()]);
  yield;
  const all: CaseParts[] = [];
  for (const id of ids) {
    const now = settled.get(id);
    if (now !== undefined) {
      const hasOld = input.progress?.baseline !== undefined;
      const old = baseline.get(id);
      all.push({ id, old, now, compared: undefined, hasOld, phase: 'settled' });
    } else {
      all.push({
        id,
        old: shownOld.get(id),
        now: shownNew.get(id),
        compared: compared.get(id),
        hasOld: input.comparison !== undefined,
        phase: input.progress === undefined ? 'shown' : 'pending',
      });
    }
    if (all.length % stepCases === 0) yield;
  }
  return all;
}

/** Whether a row that was made of the one is also that of the other. */
export function sameParts(a: CaseParts, b: CaseParts): boolean {
  return (
    a.old === b.old &&
    a.now === b.now &&
    a.compared === b.compared &&
    a.hasOld === b.hasOld &&
    a.phase === b.phase
  );
}

function* byId<T extends { readonly id: string }>(
  items: readonly T[] | undefined,
): Generator<void, Map<string, T>> {
  const found = new Map<string, T>();
  for (const item of items ?? []) {
    found.set(item.id, item);
    if (found.size % stepCases === 0) yield;
  }
  return found;
}
