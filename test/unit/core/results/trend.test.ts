import assert from 'node:assert/strict';
import { ratesBefore } from '../../../../src/core/results/trend.ts';
import { runOf } from '../../../support/runs.ts';

describe('ratesBefore', () => {
  it('takes the newest run of each earlier version, oldest first', () => {
    const run = (promptVersion: string, startedAt: number, passRate: number | null) => {
      const whole = runOf();
      const [metric] = whole.metrics;
      assert.ok(metric);
      return { promptVersion, startedAt, metrics: [{ ...metric, id: 'm', passRate }] };
    };
    const shown = run('now', 50, 1);

    const rates = ratesBefore(shown, [
      run('later', 60, 0.1),
      shown,
      run('now', 45, 0.2),
      run('two', 40, 0.75),
      run('two', 30, 0.3),
      run('one', 20, null),
      run('zero', 10, 0.5),
    ]);

    assert.deepEqual(rates.get('m'), [0.5, null, 0.75]);
  });
});
