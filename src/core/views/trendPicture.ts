/** What a picture is drawn on: one of the kinds of colour theme. */
export type Backdrop = 'light' | 'dark' | 'high-contrast-light' | 'high-contrast-dark';

/** Colours that keep a contrast of 3:1 and more on the hovers of VS Code's own themes of a kind (WCAG 2.2, 1.4.11). */
const palettes: Readonly<Record<Backdrop, { line: string; low: string; quiet: string }>> = {
  light: { line: '#1a6fb5', low: '#b5200d', quiet: '#767676' },
  dark: { line: '#5fb0f0', low: '#f48771', quiet: '#8c8c8c' },
  'high-contrast-light': { line: '#0f4a85', low: '#b5200d', quiet: '#292929' },
  'high-contrast-dark': { line: '#ffffff', low: '#ff8f7a', quiet: '#ffffff' },
};

/** In pixels. */
const size = { width: 120, height: 28, margin: 5 } as const;

/**
 * Pass rates over versions as a small SVG picture: a line with a dot for each version, the target as a dashed line. A version below
 * the target has a square instead of a dot, one without a rate leaves a gap.
 * @param rates 0 to 1, oldest first; null where nothing was scored
 * @param target 0 to 1
 */
export function trendPicture(
  rates: readonly (number | null)[],
  target: number,
  backdrop: Backdrop,
): string {
  const { line, low, quiet } = palettes[backdrop];
  const { width, height, margin } = size;
  const step = rates.length < 2 ? 0 : (width - 2 * margin) / (rates.length - 1);
  const y = (rate: number) => rounded(height - margin - bounded(rate) * (height - 2 * margin));
  const points = rates.map((rate, index) =>
    rate === null ? undefined : { x: rounded(margin + index * step), y: y(rate), rate },
  );
  const lines = points.flatMap((point, index) => {
    const before = points[index - 1];
    return point === undefined || before === undefined
      ? []
      : [`<path d="M${before.x} ${before.y}L${point.x} ${point.y}" stroke="${line}"/>`];
  });
  const marks = points.flatMap((point, index) => {
    if (point === undefined) return [];
    const isLast = index === points.length - 1;
    const r = isLast ? 4 : 2.5;
    return point.rate < target
      ? [
          `<rect x="${rounded(point.x - r)}" y="${rounded(point.y - r)}" width="${2 * r}" height="${2 * r}" fill="${low}"/>`,
        ]
      : [`<circle cx="${point.x}" cy="${point.y}" r="${r}" fill="${line}"/>`];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<path d="M0 ${y(target)}H${width}" stroke="${quiet}" stroke-dasharray="3 3"/>`,
    '<g stroke-width="1.5">',
    ...lines,
    '</g>',
    ...marks,
    '</svg>',
  ].join('');
}

/** The same in words, for those who do not see the picture. */
export function trendWords(rates: readonly (number | null)[], target: number): string {
  const said = rates.map((rate) => (rate === null ? 'not scored' : `${Math.round(rate * 100)} %`));
  return `Pass rate over ${rates.length} versions, oldest first: ${said.join(', ')}. Target: ${Math.round(target * 100)} %.`;
}

function bounded(rate: number): number {
  return Math.min(1, Math.max(0, rate));
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
