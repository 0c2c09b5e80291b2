/** Some of at most 30 hunks, one bit each. */
export type HunkSet = number;

/** How likely one change alone is to blame, before anything was tried; two together; all together. */
const prior = { single: 0.93, pair: 0.05, all: 0.02 };

/** Every set that may be to blame, with its chance before anything was tried. */
export function hypothesesOf(hunks: number): {
  readonly sets: readonly HunkSet[];
  readonly chances: readonly number[];
} {
  const singles = Array.from({ length: hunks }, (_, hunk) => 1 << hunk);
  const pairs =
    hunks < 3 ? [] : singles.flatMap((a) => singles.filter((b) => a < b).map((b) => a | b));
  const all = hunks < 2 ? [] : [(1 << hunks) - 1];
  const sets = [...singles, ...pairs, ...all];
  const chances = [
    ...singles.map(() => prior.single / singles.length),
    ...pairs.map(() => prior.pair / pairs.length),
    ...all.map(() => prior.all),
  ];
  const sum = chances.reduce((a, b) => a + b, 0);
  return { sets, chances: chances.map((chance) => chance / sum) };
}

/** Every set that may be taken back as an experiment: not none, and not all, which is the old text. */
export function candidateSets(hunks: number): readonly HunkSet[] {
  return Array.from({ length: Math.max(0, (1 << hunks) - 2) }, (_, i) => i + 1);
}

export function isSubset(part: HunkSet, whole: HunkSet): boolean {
  return (part & whole) === part;
}
