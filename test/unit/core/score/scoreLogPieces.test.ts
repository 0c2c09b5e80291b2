import assert from 'node:assert/strict';
import { linesOf, type PieceRequest, scorePiece } from '../../../../src/core/logs/pieceScores.ts';
import { readLog } from '../../../../src/core/logs/readLog.ts';
import { builtInMetrics } from '../../../../src/core/metrics/builtIn.ts';
import type { PieceScorer } from '../../../../src/core/ports.ts';
import type { Problem } from '../../../../src/core/problem.ts';
import { type LogScoringOptions, scoreLog } from '../../../../src/core/score/scoreLog.ts';
import { scoreLogPieces } from '../../../../src/core/score/scoreLogPieces.ts';
import { directScorer } from '../../../support/directScorer.ts';
import { caseOf, metricOf } from '../../../support/suites.ts';

const log = [
  { output: 'good', time: '2026-11-01T08:00:00Z', model: 'm-1' },
  { output: 'bad', messages: [{ role: 'user', content: 'Why?' }], time: '2026-11-02T08:00:00Z' },
  'nonsense',
  { case: 'known', output: 'good too' },
  { output: 'bad again', usage: { inputTokens: 3, outputTokens: 4 } },
  { case: 'other', output: 'good' },
].map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));

const judge = metricOf('', { id: 'polite', type: 'judge', parameters: { criteria: 'Polite.' } });
const metrics = [metricOf('good'), metricOf('a'), judge];

function options(own: Partial<LogScoringOptions> = {}): LogScoringOptions {
  return {
    suite: { metrics },
    cases: [caseOf('known')],
    stages: ['real-time'],
    scorer: directScorer,
    signal: new AbortController().signal,
    ...own,
  };
}

async function* inPieces(size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < log.length; at += size)
    yield new TextEncoder().encode(`${log.slice(at, at + size).join('\n')}\n`);
}

/** Scores here and now; pieces with these numbers (from 0) are lost. */
function pieceScorer(lost: readonly number[] = []): PieceScorer & { asked: number } {
  return {
    parallel: 2,
    asked: 0,
    async scorePiece(piece: Uint8Array, request: PieceRequest) {
      const number = this.asked++;
      // The later piece is there first: its turn comes all the same.
      for (let turn = 0; turn < 20 - 5 * number; turn++) await Promise.resolve();
      if (lost.includes(number)) return undefined;
      return scorePiece(new TextDecoder().decode(piece), request, builtInMetrics);
    },
  };
}

async function scored(size: number, scorer = pieceScorer(), own: Partial<LogScoringOptions> = {}) {
  const problems: Problem[] = [];
  const scoring = await scoreLogPieces(
    {
      path: '/w/log.jsonl',
      pieces: inPieces(size),
      scorer,
      registry: builtInMetrics,
      onProblem: (problem) => problems.push(problem),
    },
    options(own),
  );
  return { result: scoring.result(), rows: scoring.failing.rows(), problems };
}

async function scoredByLine() {
  async function* lines() {
    yield* log;
  }
  const problems: Problem[] = [];
  const withoutJudge = { metrics: metrics.slice(0, 2) };
  const scoring = await scoreLog(
    readLog('/w/log.jsonl', lines(), (problem) => problems.push(problem)),
    options({ suite: withoutJudge }),
  );
  return { result: scoring.result(), rows: scoring.failing.rows(), problems };
}

describe('A log scored in pieces', () => {
  for (const size of [1, 2, 6])
    it(`comes to the same as line by line, with ${size} lines a piece`, async () => {
      const expected = await scoredByLine();

      const { result, rows, problems } = await scored(size);

      assert.deepEqual(problems, expected.problems);
      assert.deepEqual(rows, expected.rows);
      const { lines, usage, model, scored: count } = result;
      assert.deepEqual(
        { lines, usage, model, count },
        {
          lines: expected.result.lines,
          usage: expected.result.usage,
          model: 'm-1',
          count: expected.result.scored,
        },
      );
      assert.deepEqual(result.metrics.slice(0, 2), expected.result.metrics);
      assert.deepEqual(
        result.cases.map(({ id, trials }) => [id, trials.map(({ output }) => output)]),
        [['known', ['good too']]],
      );
    });

  it('says why a metric could not be scored, as line by line', async () => {
    const suite = { metrics: [metricOf('{{ product }}')] };
    async function* all() {
      yield* log;
    }
    const byLine = await scoreLog(
      readLog('/w/log.jsonl', all(), () => undefined),
      options({ suite }),
    );

    const { result } = await scored(2, pieceScorer(), { suite });

    assert.equal(result.lines.unscored?.length, 1);
    assert.match(result.lines.unscored?.[0]?.explanation ?? '', /product/);
    assert.deepEqual(result.lines.unscored, byLine.result().lines.unscored);
  });

  it('leaves metrics out that ask a judge, and counts them as skipped', async () => {
    const { result } = await scored(2);

    const polite = result.metrics.find(({ id }) => id === 'polite');
    assert.deepEqual([polite?.scored, polite?.passRate], [0, null]);
    assert.equal(polite?.skipped, 4);
  });

  it('scores a piece line by line whose score hung', async () => {
    const expected = await scored(2);

    const { result, problems } = await scored(2, pieceScorer([1]));

    assert.deepEqual(result.lines.failures, expected.result.lines.failures);
    assert.deepEqual(result.metrics.slice(0, 2), expected.result.metrics.slice(0, 2));
    assert.deepEqual(problems, expected.problems);
  });

  it('gives no more pieces to workers that were lost three times', async () => {
    const scorer = pieceScorer([0, 1, 2, 3, 4, 5]);

    const { result } = await scored(1, scorer);

    assert.equal(result.scored, 5);
    assert.ok(scorer.asked < 6, String(scorer.asked));
  });

  it('ends with what has been scored when it is stopped', async () => {
    const stop = new AbortController();
    const own = { signal: stop.signal, onScored: () => stop.abort() };

    const { result } = await scored(1, pieceScorer(), own);

    assert.ok(result.scored >= 1 && result.scored < 5);
  });

  it('has lines as the file has them', () => {
    assert.deepEqual(linesOf('a\r\nb\rc\n\nd\n'), ['a', 'b', 'c', '', 'd']);
  });
});
