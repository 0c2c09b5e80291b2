/** One figure of speed: what was required, what came out, and the floor measured beside it. */
export interface SpeedFigure {
  readonly id: string;
  readonly what: string;
  readonly unit: 'ms' | 'MB' | 'x' | 'turns';
  /** The most that is allowed; absent for figures that are only told. */
  readonly limit?: number;
  /** Median of the runs. */
  readonly measured: number;
  /** Median of the floor's runs, and what the floor is. */
  readonly floor?: number;
  readonly floorIs?: string;
  readonly ratio?: number;
  readonly holds: boolean;
  readonly runs: readonly number[];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** A figure in its own unit, with an optional floor beside it. */
export function absolute(
  about: Pick<SpeedFigure, 'id' | 'what' | 'unit' | 'limit' | 'floorIs'>,
  runs: readonly number[],
  floors: readonly number[] = [],
): SpeedFigure {
  const measured = median(runs);
  const floor = floors.length > 0 ? median(floors) : undefined;
  return {
    ...about,
    measured: round(measured),
    ...(floor !== undefined && { floor: round(floor), ratio: round(measured / floor) }),
    holds: about.limit === undefined || measured <= about.limit,
    runs: runs.map(round),
  };
}

/** A figure that is a ratio: the median of the ratios of pairs that were run one after the other. */
export function ratio(
  about: Pick<SpeedFigure, 'id' | 'what' | 'limit' | 'floorIs'>,
  pairs: readonly { readonly ms: number; readonly floorMs: number }[],
): SpeedFigure {
  const ratios = pairs.map(({ ms, floorMs }) => ms / floorMs);
  const measured = median(ratios);
  return {
    ...about,
    unit: 'x',
    measured: round(measured),
    floor: round(median(pairs.map(({ floorMs }) => floorMs))),
    ratio: round(measured),
    holds: about.limit === undefined || measured <= about.limit,
    runs: ratios.map(round),
  };
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
