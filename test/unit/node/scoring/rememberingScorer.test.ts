import assert from 'node:assert/strict';
import type { Score } from '../../../../src/core/metrics/metric.ts';
import type { Scorer, ScoringTask } from '../../../../src/core/ports.ts';
import { nodeClock } from '../../../../src/node/nodeClock.ts';
import {
  RememberingScorer,
  type RememberingScorerOptions,
} from '../../../../src/node/scoring/rememberingScorer.ts';
import type { NamedScore, ScoreStore } from '../../../../src/node/store/historyStore.ts';
import { metricOf } from '../../../support/suites.ts';

const { signal } = new AbortController();

/** Scores everything as skipped and counts what it was asked. */
class CountingScorer implements Scorer {
  readonly asked: string[] = [];
  private readonly status: 'skipped' | 'failed';

  constructor(status: 'skipped' | 'failed' = 'skipped') {
    this.status = status;
  }

  async score(tasks: readonly ScoringTask[]): Promise<readonly (readonly Score[])[]> {
    return tasks.map(({ sample, metrics }) =>
      metrics.map((metric): Score => {
        this.asked.push(`${sample.caseId} ${metric.id}`);
        return { status: this.status, explanation: `${sample.caseId} ${metric.id}` };
      }),
    );
  }
}

class FakeScoreStore implements ScoreStore {
  readonly saved: NamedScore[] = [];

  async scores(samples: readonly string[]) {
    const found = new Map<string, Map<string, Score>>();
    for (const { sample, metric, score } of this.saved) {
      if (!samples.includes(sample)) continue;
      found.set(sample, (found.get(sample) ?? new Map<string, Score>()).set(metric, score));
    }
    return found;
  }

  async saveScores(scores: readonly NamedScore[]): Promise<void> {
    this.saved.push(...scores);
  }
}

function taskOf(caseId: string, ...metrics: readonly string[]): ScoringTask {
  return {
    sample: { caseId, trial: 0, variables: {}, messages: [], replies: [] },
    metrics: metrics.map((id) => metricOf(id, { id })),
  };
}

function remembering(
  scorer: Scorer,
  store: ScoreStore,
  own: Partial<RememberingScorerOptions> = {},
) {
  return new RememberingScorer({
    ...{ scorer, store, clock: nodeClock, version: () => '1', isTimed: () => false },
    ...own,
  });
}

describe('RememberingScorer', () => {
  it('makes a score once in a process', async () => {
    const inner = new CountingScorer();
    const scorer = remembering(inner, new FakeScoreStore());
    await scorer.score([taskOf('a', 'x')], signal);

    const scores = await scorer.score([taskOf('a', 'x', 'y'), taskOf('b', 'x')], signal);

    assert.deepEqual(inner.asked, ['a x', 'a y', 'b x']);
    assert.deepEqual(
      scores.map((own) => own.map(({ explanation }) => explanation)),
      [['a x', 'a y'], ['b x']],
    );
  });

  it('makes a score once over processes that share a store', async () => {
    const store = new FakeScoreStore();
    await remembering(new CountingScorer(), store).score([taskOf('a', 'x')], signal);
    const inner = new CountingScorer();

    const scores = await remembering(inner, store).score([taskOf('a', 'y', 'x')], signal);

    assert.deepEqual(inner.asked, ['a y']);
    assert.deepEqual(
      scores[0]?.map(({ explanation }) => explanation),
      ['a y', 'a x'],
    );
  });

  it('does not take what another version of the programs said', async () => {
    const store = new FakeScoreStore();
    await remembering(new CountingScorer(), store).score([taskOf('a', 'x')], signal);
    const inner = new CountingScorer();

    await remembering(inner, store, { version: () => '2' }).score([taskOf('a', 'x')], signal);

    assert.deepEqual(inner.asked, ['a x']);
  });

  it('makes a score that depends on the moment each time', async () => {
    const inner = new CountingScorer();
    const scorer = remembering(inner, new FakeScoreStore(), { isTimed: () => true });
    await scorer.score([taskOf('a', 'x')], signal);

    await scorer.score([taskOf('a', 'x')], signal);

    assert.deepEqual(inner.asked, ['a x', 'a x']);
  });

  it('does not remember failed scores', async () => {
    const inner = new CountingScorer('failed');
    const store = new FakeScoreStore();
    const scorer = remembering(inner, store);
    await scorer.score([taskOf('a', 'x')], signal);

    await scorer.score([taskOf('a', 'x')], signal);

    assert.equal(inner.asked.length, 2);
    assert.deepEqual(store.saved, []);
  });

  it('scores all the same when the store fails', async () => {
    const broken: ScoreStore = {
      scores: () => Promise.reject(new Error('disk')),
      saveScores: () => Promise.reject(new Error('disk')),
    };

    const scores = await remembering(new CountingScorer(), broken).score(
      [taskOf('a', 'x')],
      signal,
    );

    assert.equal(scores[0]?.[0]?.explanation, 'a x');
  });
});
