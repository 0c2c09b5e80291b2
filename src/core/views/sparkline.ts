const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** Shares from 0 to 1 as a line of bars, oldest first; what is unknown is a dot, never the lowest bar. */
export function sparkline(shares: readonly (number | null)[]): string {
  return shares.map(barOf).join('');
}

function barOf(share: number | null): string {
  if (share === null || Number.isNaN(share)) return '·';
  const bounded = Math.min(1, Math.max(0, share));
  return bars[Math.round(bounded * (bars.length - 1))] ?? '·';
}
