import assert from 'node:assert/strict';
import {
  type Metric,
  replySample,
  type SampleOptions,
  scoreWith,
  shortOf,
} from './metricSample.ts';

/** One row: what it shows, the metric's keys, the reply, and what comes out. */
export type Row = readonly [
  what: string,
  parameters: Omit<Metric, 'type'>,
  output: string,
  result: 'pass' | 'fail' | 'skipped' | 'failed',
  more?: SampleOptions & {
    readonly value?: number;
    /** Texts that the evidence spans. */
    readonly evidence?: readonly string[];
    readonly explanation?: RegExp;
  },
];

/** One test a row. */
export function metricTable(type: string, rows: readonly Row[]): void {
  for (const [what, parameters, output, result, more = {}] of rows)
    it(`${result}: ${what}`, async () => {
      const score = await scoreWith({ ...parameters, type }, replySample(output, more));

      assert.equal(shortOf(score), result, score.explanation);
      if (more.explanation) assert.match(score.explanation, more.explanation);
      if (score.status !== 'scored') return;
      if (more.value !== undefined)
        assert.ok(Math.abs(score.value - more.value) < 1e-9, `value ${score.value}`);
      if (more.evidence)
        assert.deepEqual(
          score.evidence.map(({ start, end }) => output.slice(start, end)),
          more.evidence,
        );
    });
}
