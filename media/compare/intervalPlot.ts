import { html, nothing, type TemplateResult } from 'lit';
import type { MetricRow } from '../../src/panel/slices/metrics.ts';

const width = 120;
const height = 14;
/** Room at both ends, so that a dot at the edge is whole. */
const inset = 4;

/** The largest difference on the scale that all plots of a table share: 0.1 to 1. */
export function plotScale(metrics: readonly MetricRow[]): number {
  const ends = metrics.flatMap((metric) => [...(metric.interval ?? []), metric.difference ?? 0]);
  return Math.min(1, Math.max(0.1, ...ends.map(Math.abs)));
}

/** A difference with its interval around a line at zero. The same is said in words beside it. */
export function intervalPlot(metric: MetricRow, scale: number): TemplateResult | typeof nothing {
  if (metric.difference === null) return nothing;
  const x = (value: number) =>
    inset + ((Math.max(-scale, Math.min(scale, value)) / scale + 1) / 2) * (width - 2 * inset);
  const middle = height / 2;
  const [low, high] = metric.interval ?? [metric.difference, metric.difference];
  return html`<svg
    class="plot ${metric.verdict ?? ''}"
    width=${width}
    height=${height}
    viewBox="0 0 ${width} ${height}"
    aria-hidden="true"
  >
    <line class="axis" x1=${inset} x2=${width - inset} y1=${middle} y2=${middle}></line>
    <line class="zero" x1=${x(0)} x2=${x(0)} y1="1" y2=${height - 1}></line>
    <line class="range" x1=${x(low)} x2=${x(high)} y1=${middle} y2=${middle}></line>
    <line class="range" x1=${x(low)} x2=${x(low)} y1=${middle - 3} y2=${middle + 3}></line>
    <line class="range" x1=${x(high)} x2=${x(high)} y1=${middle - 3} y2=${middle + 3}></line>
    <circle class="dot" cx=${x(metric.difference)} cy=${middle} r="3"></circle>
  </svg>`;
}
