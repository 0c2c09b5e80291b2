/** A judge's verdict beside that of a person on the same reply. */
export interface LabelledVerdict {
  readonly judge: boolean;
  readonly person: boolean;
}

/** How well a judge agrees with people. */
export interface Agreement {
  readonly labels: number;
  /** Share of labels on which both say the same, 0 to 1. */
  readonly agreed: number;
  /** Cohen's kappa, -1 to 1; null where one of the two never varies, so that chance explains everything. */
  readonly kappa: number | null;
  /** 95 % interval of kappa; null with it. */
  readonly interval: readonly [number, number] | null;
}

/** Standard normal quantile for a 95 % interval. */
const z = 1.959964;

/**
 * Cohen's kappa of a judge and a person, with its large-sample interval; null without labels.
 *
 * Sources: Jacob Cohen, A coefficient of agreement for nominal scales, 1960; Fleiss, Cohen, Everitt, Large sample standard
 * errors of kappa and weighted kappa, 1969.
 */
export function agreementOf(labels: readonly LabelledVerdict[]): Agreement | null {
  const n = labels.length;
  if (n === 0) return null;
  const share = (judge: boolean, person: boolean) =>
    labels.filter((label) => label.judge === judge && label.person === person).length / n;
  const cells = [
    [share(true, true), share(true, false)],
    [share(false, true), share(false, false)],
  ];
  const at = (row: number, column: number) => cells[row]?.[column] ?? 0;
  const row = (i: number) => at(i, 0) + at(i, 1);
  const column = (j: number) => at(0, j) + at(1, j);
  const agreed = at(0, 0) + at(1, 1);
  const byChance = row(0) * column(0) + row(1) * column(1);
  if (byChance >= 1) return { labels: n, agreed, kappa: null, interval: null };
  const kappa = (agreed - byChance) / (1 - byChance);
  const diagonal = [0, 1].reduce(
    (sum, i) => sum + at(i, i) * (1 - (row(i) + column(i)) * (1 - kappa)) ** 2,
    0,
  );
  const rest =
    (1 - kappa) ** 2 *
    (at(0, 1) * (column(0) + row(1)) ** 2 + at(1, 0) * (column(1) + row(0)) ** 2);
  const square = (kappa - byChance * (1 - kappa)) ** 2;
  const variance = Math.max(0, diagonal + rest - square) / (n * (1 - byChance) ** 2);
  const half = z * Math.sqrt(variance);
  return {
    labels: n,
    agreed,
    kappa,
    interval: [Math.max(-1, kappa - half), Math.min(1, kappa + half)],
  };
}

/**
 * Share of pairs of answers to the same question that differ, 0 (always the same) to 1; null where nothing was asked twice.
 * @param repetitions for each reply the verdicts of asking again and again
 */
export function flipShare(repetitions: readonly (readonly boolean[])[]): number | null {
  let pairs = 0;
  let flips = 0;
  for (const verdicts of repetitions) {
    const yes = verdicts.filter(Boolean).length;
    pairs += (verdicts.length * (verdicts.length - 1)) / 2;
    flips += yes * (verdicts.length - yes);
  }
  return pairs === 0 ? null : flips / pairs;
}

/** Which of two replies a judge preferred, by their places. */
export type Place = 'first' | 'second' | 'tie';

/**
 * How much the order decides: share of pairs, shown in both orders, in which the same place won twice, as a number from -1 (always the
 * second) to 1 (always the first); 0: the order does not matter, or both places win as often. Null without pairs.
 */
export function positionBias(
  pairs: readonly { readonly one: Place; readonly swapped: Place }[],
): number | null {
  if (pairs.length === 0) return null;
  const bias = pairs.reduce((sum, { one, swapped }) => {
    if (one !== swapped || one === 'tie') return sum;
    return sum + (one === 'first' ? 1 : -1);
  }, 0);
  return bias / pairs.length;
}

/**
 * Whether a judge favours long replies more than people do: the correlation (Pearson) of the logarithm of a reply's length with the
 * judge's verdict minus the person's, -1 (favours short ones) to 1. Null where nothing varies.
 */
export function lengthBias(
  labels: readonly (LabelledVerdict & { readonly length: number })[],
): number | null {
  const lengths = labels.map(({ length }) => Math.log(Math.max(1, length)));
  const lean = labels.map(({ judge, person }) => Number(judge) - Number(person));
  return correlation(lengths, lean);
}

function correlation(a: readonly number[], b: readonly number[]): number | null {
  const n = a.length;
  if (n < 2) return null;
  const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / n;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [both, varA, varB] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [(a[i] ?? 0) - meanA, (b[i] ?? 0) - meanB];
    both += x * y;
    varA += x * x;
    varB += y * y;
  }
  return varA === 0 || varB === 0 ? null : both / Math.sqrt(varA * varB);
}
