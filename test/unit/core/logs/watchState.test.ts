import assert from 'node:assert/strict';
import { AlertStates } from '../../../../src/core/logs/alertStates.ts';
import { readWatchState, type WatchState } from '../../../../src/core/logs/watchState.ts';
import { LogScoring } from '../../../../src/core/score/scoreLog.ts';
import { directScorer } from '../../../support/directScorer.ts';
import { metricOf } from '../../../support/suites.ts';

function scoring(): LogScoring {
  return new LogScoring({
    suite: { metrics: [metricOf('good', { target: 0.9 })] },
    ...{ cases: [], stages: ['real-time'], scorer: directScorer },
    signal: new AbortController().signal,
  });
}

async function read(into: LogScoring, outputs: readonly string[], first = 1): Promise<void> {
  for (const [index, output] of outputs.entries())
    await into.add({
      line: first + index,
      output,
      toolCalls: [],
      time: Date.UTC(2026, 10, 1 + index),
      usage: { inputTokens: 1, outputTokens: 2 },
    });
  await into.finish();
}

function stateOf(known: LogScoring): WatchState {
  return {
    ...{ version: 1, log: '/w/log.jsonl', metrics: 'm', file: '1:2', offset: 10, line: 3 },
    ...{ alerts: ['has-good'], known: known.snapshot() },
  };
}

const some = ['good', 'bad', 'good'];
const more = ['bad', 'good'];

describe('The state of a watch', () => {
  it('goes on as if there had been no pause', async () => {
    const whole = scoring();
    await read(whole, some);
    await read(whole, more, 4);
    const before = scoring();
    await read(before, some);

    const state = readWatchState(JSON.stringify(stateOf(before)));
    assert.ok(state);
    const after = scoring();
    after.restore(state.known);
    await read(after, more, 4);

    assert.deepEqual(after.result(), whole.result());
  });

  for (const text of ['', '{', '[]', '{"version":2}', '{"version":1,"log":"x"}'])
    it(`is none in '${text}'`, () => assert.equal(readWatchState(text), undefined));

  it('knows which alerts were told', () => {
    assert.deepEqual(new AlertStates(['a']).current, ['a']);
  });
});
