/** Cases that share their number of samples per side and their total of passes. */
export interface LabelGroup {
  readonly oldCount: number;
  readonly newCount: number;
  /** Passes among the old and new samples together. */
  readonly passes: number;
  /** How many cases look like this. */
  readonly cases: number;
  /** Passes of the new side, summed over these cases, as observed. */
  readonly newPasses: number;
}

/** Where the observed sum of differences lies among all relabellings; the three add up to 1. */
export interface LabelTail {
  readonly below: number;
  readonly equal: number;
  readonly above: number;
}

/** Probabilities of consecutive whole numbers, the first one being `start`. */
interface Mass {
  readonly start: number;
  readonly p: Float64Array;
}

/** Probabilities below this are cut from both ends; the mass lost stays below {@link smallestTail}. */
const cut = 1e-24;

/** No tail is reported smaller than this, because cutting makes smaller ones unreliable. */
export const smallestTail = 1e-20;

/** Grids finer than this are left to random relabelling. */
const finestGrid = 5000;

/**
 * The exact null distribution of the summed differences when old and new labels are exchanged
 * inside every case, read at the observed value. Null when the counts per case have no small
 * common multiple, so that the grid would be too fine.
 *
 * One case with `passes` among `oldCount + newCount` samples has a hypergeometric number of new
 * passes; cases are independent, so the distributions are convolved. With one sample per side this
 * is McNemar's test. Source: Quinn McNemar, Note on the sampling error of the difference between
 * correlated proportions or percentages, 1947; Fagerland, Lydersen, Laake, The McNemar test for
 * binary matched-pairs data, 2013.
 *
 * Equal cases are raised to a power at once, and the last group is only read at the
 * observed value, never convolved.
 */
export function labelTail(groups: readonly LabelGroup[]): LabelTail | null {
  const common = groups.reduce((sofar, g) => lcm(lcm(sofar, g.oldCount), g.newCount), 1);
  if (common > finestGrid) return null;
  const open = groups.filter((g) => g.passes > 0 && g.passes < g.oldCount + g.newCount);
  if (open.length === 0) return { below: 0, equal: 1, above: 0 };
  // One more new pass moves a case's difference by 1/new + 1/old, in units of 1/common.
  const steps = open.map((g) => common / g.newCount + common / g.oldCount);
  const unit = steps.reduce(gcd);
  const parts = open
    .map((group, i) => ({ group, step: (steps[i] ?? unit) / unit, mass: groupMass(group) }))
    .sort((a, b) => a.mass.p.length * a.step - b.mass.p.length * b.step);
  let observed = 0;
  for (const part of parts) observed += part.step * part.group.newPasses;
  const last = parts.pop();
  if (last === undefined) return { below: 0, equal: 1, above: 0 };
  let rest: Mass = { start: 0, p: Float64Array.of(1) };
  for (const part of parts) rest = trimmed(strideConvolved(rest, part.mass, part.step));
  return tailAt(rest, last.mass, last.step, observed);
}

/** The distribution of new passes summed over a group's cases. */
function groupMass(group: LabelGroup): Mass {
  const one = hypergeometric(group.passes, group.oldCount, group.newCount);
  if (one.p.length === 2) {
    const chance = one.p[1] ?? 0;
    return shifted(binomial(group.cases, chance), one.start * group.cases);
  }
  return power(one, group.cases);
}

/** P(x new passes) = C(K,x) C(M-K, new-x) / C(M, new), built from ratios of neighbours. */
function hypergeometric(passes: number, oldCount: number, newCount: number): Mass {
  const start = Math.max(0, passes - oldCount);
  const end = Math.min(passes, newCount);
  const p = new Float64Array(end - start + 1);
  let weight = 1;
  let total = 0;
  for (let x = start; x <= end; x++) {
    p[x - start] = weight;
    total += weight;
    weight *= ((passes - x) * (newCount - x)) / ((x + 1) * (oldCount - passes + x + 1));
  }
  for (let i = 0; i < p.length; i++) p[i] = (p[i] ?? 0) / total;
  return { start, p };
}

/** Binomial probabilities, from the mode outwards so that nothing overflows. */
function binomial(trials: number, chance: number): Mass {
  const p = new Float64Array(trials + 1);
  const mode = Math.min(trials, Math.floor((trials + 1) * chance));
  const odds = chance / (1 - chance);
  let total = 1;
  p[mode] = 1;
  for (let i = mode + 1, weight = 1; i <= trials && weight > cut; i++) {
    weight *= ((trials - i + 1) / i) * odds;
    p[i] = weight;
    total += weight;
  }
  for (let i = mode - 1, weight = 1; i >= 0 && weight > cut; i--) {
    weight *= (i + 1) / (trials - i) / odds;
    p[i] = weight;
    total += weight;
  }
  for (let i = 0; i <= trials; i++) p[i] = (p[i] ?? 0) / total;
  return trimmed({ start: 0, p });
}

function power(base: Mass, exponent: number): Mass {
  let result = base;
  for (let bit = 30 - Math.clz32(exponent); bit >= 0; bit--) {
    result = trimmed(squared(result));
    if ((exponent >> bit) & 1) result = trimmed(strideConvolved(result, base, 1));
  }
  return result;
}

function squared(mass: Mass): Mass {
  const { p } = mass;
  const out = new Float64Array(2 * p.length - 1);
  for (let i = 0; i < p.length; i++) {
    const a = p[i] ?? 0;
    out[2 * i] = (out[2 * i] ?? 0) + a * a;
    const twice = 2 * a;
    for (let j = i + 1; j < p.length; j++) out[i + j] = (out[i + j] ?? 0) + twice * (p[j] ?? 0);
  }
  return { start: 2 * mass.start, p: out };
}

/** The distribution of `a + step * b`. */
function strideConvolved(a: Mass, b: Mass, step: number): Mass {
  const out = new Float64Array(a.p.length + step * (b.p.length - 1));
  for (let j = 0; j < b.p.length; j++) {
    const weight = b.p[j] ?? 0;
    const offset = j * step;
    for (let i = 0; i < a.p.length; i++) {
      out[offset + i] = (out[offset + i] ?? 0) + weight * (a.p[i] ?? 0);
    }
  }
  return { start: a.start + step * b.start, p: out };
}

/** P(a + step * b below, at, above the observed value). */
function tailAt(a: Mass, b: Mass, step: number, observed: number): LabelTail {
  const before = new Float64Array(a.p.length + 1);
  for (let i = 0; i < a.p.length; i++) before[i + 1] = (before[i] ?? 0) + (a.p[i] ?? 0);
  const after = new Float64Array(a.p.length + 1);
  for (let i = a.p.length - 1; i >= 0; i--) after[i] = (after[i + 1] ?? 0) + (a.p[i] ?? 0);
  let below = 0;
  let equal = 0;
  let above = 0;
  for (let j = 0; j < b.p.length; j++) {
    const weight = b.p[j] ?? 0;
    const index = observed - step * (b.start + j) - a.start;
    if (index < 0) above += weight;
    else if (index >= a.p.length) below += weight;
    else {
      below += weight * (before[index] ?? 0);
      equal += weight * (a.p[index] ?? 0);
      above += weight * (after[index + 1] ?? 0);
    }
  }
  return { below, equal, above };
}

function trimmed(mass: Mass): Mass {
  const { p } = mass;
  let first = 0;
  let end = p.length;
  while (end - first > 1 && (p[first] ?? 0) < cut) first++;
  while (end - first > 1 && (p[end - 1] ?? 0) < cut) end--;
  if (first === 0 && end === p.length) return mass;
  return { start: mass.start + first, p: p.subarray(first, end) };
}

function shifted(mass: Mass, by: number): Mass {
  return { start: mass.start + by, p: mass.p };
}

function gcd(a: number, b: number): number {
  let x = a;
  let y = b;
  while (y > 0) [x, y] = [y, x % y];
  return x;
}

function lcm(a: number, b: number): number {
  return a > finestGrid ? a : (a / gcd(a, b)) * b;
}
