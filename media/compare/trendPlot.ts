import { html, nothing, type TemplateResult } from 'lit';
import { percent } from './words.ts';

const width = 72;
const height = 16;
/** Room at the edges, so that line and dot are whole. */
const inset = 3;

/** Pass rates of the last versions as a small line, this version as its dot; gaps where nothing was scored. */
export function trendPlot(trend: readonly (number | null)[]): TemplateResult | typeof nothing {
  const known = trend.flatMap((rate, index) => (rate === null ? [] : [{ rate, index }]));
  const last = known.at(-1);
  if (known.length < 2 || last === undefined) return nothing;
  const x = (index: number) => inset + (index / (trend.length - 1)) * (width - 2 * inset);
  // From 0 to 1 always, so that a line at half height means half passed.
  const y = (rate: number) => inset + (1 - rate) * (height - 2 * inset);
  const said = trend.map(percent).join(', ');
  return html`<span class="spoken">${said}</span
    ><svg
      class="trend"
      width=${width}
      height=${height}
      viewBox="0 0 ${width} ${height}"
      aria-hidden="true"
    >
      <polyline points=${known.map(({ rate, index }) => `${x(index)},${y(rate)}`).join(' ')}></polyline>
      <circle cx=${x(last.index)} cy=${y(last.rate)} r="2.5"></circle>
    </svg>`;
}
