import assert from 'node:assert/strict';
import { isEvalError } from '../../../../src/core/errors.ts';
import { Outcome } from '../../../../src/core/logs/pieceScores.ts';
import { WorkerPieceScorer } from '../../../../src/node/scoring/workerPieceScorer.ts';
import { metricOf } from '../../../support/suites.ts';

const entry = new URL('../../../../src/node/scoring/scorerWorker.ts', import.meta.url);

function pieceOf(...outputs: readonly string[]): Uint8Array {
  const lines = outputs.map((output) => `${JSON.stringify({ output })}\n`);
  // As a part of a larger buffer, which is how files are read.
  return Buffer.from(lines.join('')).subarray(0);
}

const request = { metrics: [metricOf('good')], caseIds: new Set<string>() };
const hanging = {
  ...request,
  metrics: [{ ...metricOf('hang'), type: 'matches', parameters: { pattern: '^(a+)+$' } }],
};
const evil = `${'a'.repeat(40)}!`;

describe('WorkerPieceScorer', () => {
  let scorer: WorkerPieceScorer;
  const { signal } = new AbortController();
  beforeEach(() => {
    scorer = new WorkerPieceScorer({ entry, timeLimitMs: 300, workers: 1 });
  });
  afterEach(() => scorer.dispose());

  it('scores pieces, each with its own outcomes, and leaves them as they were', async () => {
    const piece = pieceOf('good', 'bad');

    const found = await Promise.all([
      scorer.scorePiece(piece, request, signal),
      scorer.scorePiece(pieceOf('good'), request, signal),
    ]);

    assert.deepEqual(
      found.map((scores) => [...(scores?.outcomes ?? [])]),
      [[Outcome.passed, Outcome.notPassed], [Outcome.passed]],
    );
    assert.ok(piece.length > 0);
  });

  it('gives up a piece whose score hangs, and goes on with the next', async () => {
    const [lost, kept] = await Promise.all([
      scorer.scorePiece(pieceOf('aaa', evil), hanging, signal),
      scorer.scorePiece(pieceOf('good'), request, signal),
    ]);

    assert.equal(lost, undefined);
    assert.deepEqual([...(kept?.outcomes ?? [])], [Outcome.passed]);
  });

  it('does not begin once it is stopped', async () => {
    const stopped = AbortSignal.abort();

    await assert.rejects(scorer.scorePiece(pieceOf('good'), request, stopped), (error) =>
      isEvalError(error, 'aborted'),
    );
  });

  it('tells all who wait when it is disposed', async () => {
    const open = [1, 2].map(() => scorer.scorePiece(pieceOf(evil), hanging, signal));

    scorer.dispose();

    for (const one of open) await assert.rejects(one, (error) => isEvalError(error, 'aborted'));
  });
});
