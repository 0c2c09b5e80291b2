/**
 * The value that a Student t variable with `degrees` degrees of freedom exceeds in absolute value
 * with chance `twoSided` (0.05 gives the factor of a 95% interval).
 *
 * Source: "Student", The probable error of a mean, 1908; the distribution through the incomplete
 * beta function (Abramowitz, Stegun, Handbook of Mathematical Functions, 1964, 26.7).
 *
 * @throws {RangeError} when degrees is not positive or the chance is not inside (0, 1)
 */
export function studentTQuantile(degrees: number, twoSided = 0.05): number {
  if (!(degrees > 0) || !(twoSided > 0 && twoSided < 1)) {
    throw new RangeError('A t quantile needs positive degrees of freedom and a chance in (0, 1).');
  }
  let low = 0;
  let high = 2;
  while (studentTTails(high, degrees) > twoSided) high *= 2;
  for (let i = 0; i < 80 && high - low > 1e-13 * high; i++) {
    const middle = (low + high) / 2;
    if (studentTTails(middle, degrees) > twoSided) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The chance that a Student t variable is larger than `t` in absolute value. */
export function studentTTails(t: number, degrees: number): number {
  return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
}

function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x),
  );
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** Lentz's evaluation of the continued fraction of the incomplete beta function. */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (Math.abs(d) < tiny ? tiny : d);
  let result = d;
  for (let m = 1; m <= 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 + even * d;
    c = 1 + even / c;
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    c = Math.abs(c) < tiny ? tiny : c;
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 + odd * d;
    c = 1 + odd / c;
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    c = Math.abs(c) < tiny ? tiny : c;
    result *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return result;
}

/** Stirling's series after shifting the argument upwards; accurate to about 1e-14 for z > 0. */
function logGamma(z: number): number {
  let shift = 0;
  let x = z;
  while (x < 12) {
    shift -= Math.log(x);
    x++;
  }
  const inverse = 1 / (x * x);
  const series =
    (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) /
    x;
  return shift + (x - 0.5) * Math.log(x) - x + 0.9189385332046727 + series;
}
