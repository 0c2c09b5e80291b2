import assert from 'node:assert/strict';
import { makeCliFolder } from '../../../support/cli.ts';

const suite = `model: { provider: simulated, temperature: 0 }
metrics:
  - { id: at-once, type: length, unit: words, max: 500 }
  - { id: closes, type: contains, value: Kind regards, stage: offline }
cases:
  - turns: [My router blinks.]
  - turns: [My invoice is wrong.]
  - turns: [My parcel is late.]
`;

describe('A run of offline metrics after one of those on save', () => {
  it('runs failures again like any first run, and the next one costs nothing', async () => {
    await using folder = await makeCliFolder();
    await folder.write('a.metrics.yaml', suite);
    await folder.write('a.prompt.md', 'You help customers.\nClose politely.\n');
    await folder.run(['run', '.']);
    await folder.write('a.prompt.md', 'You help customers.\n');
    await folder.run(['run', '.', '--stage', 'real-time', '--compare', 'previous']);

    const first = await folder.run(['run', '.', '--compare', 'previous']);
    const again = await folder.run(['run', '.', '--compare', 'previous']);

    assert.match(first.out, /closes got worse.*Failed again on re-run: 3 of 3 cases/);
    assert.match(again.out, /\b0 calls/);
    assert.match(again.out, /closes got worse/);
  });
});
