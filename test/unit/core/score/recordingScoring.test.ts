import assert from 'node:assert/strict';
import { isEvalError } from '../../../../src/core/errors.ts';
import type { Scorer, ScoringTask } from '../../../../src/core/ports.ts';
import type { Recording } from '../../../../src/core/score/recording.ts';
import {
  RecordingScoring,
  type ScoredRecording,
} from '../../../../src/core/score/recordingScoring.ts';
import { metricsFor } from '../../../../src/core/suite/metricsFor.ts';
import type { Case } from '../../../../src/core/suite/suite.ts';
import { fakeScorer } from '../../../support/fakePorts.ts';
import { caseOf, metricOf, suiteOf } from '../../../support/suites.ts';

function recordingOf(line: number, own: Partial<Recording> = {}): Recording {
  return { line, output: `question ${line}`, toolCalls: [], ...own };
}

function scoringOf(cases: readonly Case[], scorer: Scorer = fakeScorer, signal?: AbortSignal) {
  const suite = suiteOf();
  const scored: ScoredRecording[] = [];
  const scoring = new RecordingScoring({
    cases: new Map(cases.map((item) => [item.id, item])),
    metricsFor: metricsFor(suite, ['real-time']),
    metrics: suite.metrics,
    scorer,
    signal: signal ?? new AbortController().signal,
    onScored: (line) => scored.push(line),
  });
  return { scoring, scored };
}

describe('RecordingScoring', () => {
  it('judges a line of a case by the metrics of the case too', async () => {
    const item = caseOf('a', { metrics: [metricOf('own')] });
    const { scoring, scored } = scoringOf([item]);

    scoring.add(recordingOf(1, { caseId: 'a' }));
    scoring.add(recordingOf(2, { caseId: 'nobody' }));
    await scoring.finish();

    assert.deepEqual(
      scored.map(({ item: own, scores }) => [own?.id, scores.map(({ metric }) => metric)]),
      [
        ['a', ['has-question', 'has-own']],
        [undefined, ['has-question']],
      ],
    );
  });

  it('counts lines of a case as its trials, in order', async () => {
    const { scoring, scored } = scoringOf([caseOf('a')]);

    for (const trial of [undefined, 4, undefined])
      scoring.add(recordingOf(1, { caseId: 'a', ...(trial !== undefined && { trial }) }));
    await scoring.finish();

    assert.deepEqual(
      scored.map(({ trial }) => trial.trial),
      [0, 4, 5],
    );
  });

  it('joins lines of one conversation, whatever their order', async () => {
    const seen: ScoringTask[] = [];
    const scorer: Scorer = {
      score: (tasks, signal) => {
        seen.push(...tasks);
        return fakeScorer.score(tasks, signal);
      },
    };
    const { scoring, scored } = scoringOf(
      [caseOf('a', { messages: [], turns: ['Hi.', 'And?'] })],
      scorer,
    );
    const first = { role: 'user', content: 'Hi.' } as const;
    const second = [
      first,
      { role: 'assistant', content: 'Hello.' } as const,
      { role: 'user', content: 'And?' } as const,
    ];

    scoring.add(recordingOf(1, { caseId: 'a', output: 'Bye.', messages: second }));
    scoring.add(recordingOf(2, { caseId: 'a', output: 'Hello.', messages: [first] }));
    await scoring.finish();

    assert.equal(scored.length, 1);
    assert.deepEqual(
      seen[0]?.sample.messages.map(({ content }) => content),
      ['Hi.', 'Hello.', 'And?', 'Bye.'],
    );
    assert.deepEqual(
      seen[0]?.sample.replies.map(({ text }) => text),
      ['Hello.', 'Bye.'],
    );
  });

  it('holds up the reader while the scorer has enough', async () => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const { scoring, scored } = scoringOf([], {
      score: async (tasks, signal) => {
        await gate;
        return fakeScorer.score(tasks, signal);
      },
    });
    let line = 0;
    let room: Promise<void> | undefined;
    while (room === undefined && line < 100_000) room = scoring.add(recordingOf(++line));

    assert.ok(line < 10_000, `${line} lines were taken`);
    open();
    await room;
    await scoring.finish();
    assert.equal(scored.length, line);
  });

  it('gives each line once and in full when there are many', async () => {
    const { scoring, scored } = scoringOf([]);
    for (let line = 1; line <= 5000; line++) await scoring.add(recordingOf(line));

    await scoring.finish();

    const lines = scored.map(({ line }) => line).toSorted((a, b) => a - b);
    assert.deepEqual(
      lines,
      Array.from({ length: 5000 }, (_, index) => index + 1),
    );
  });

  it('rejects when it is stopped', async () => {
    const stop = new AbortController();
    const { scoring } = scoringOf(
      [],
      {
        score: (_, signal) =>
          new Promise((__, reject) =>
            signal.addEventListener('abort', () => reject(signal.reason)),
          ),
      },
      stop.signal,
    );
    scoring.add(recordingOf(1));
    const finished = scoring.finish();

    stop.abort(new Error('stopped'));

    await assert.rejects(finished, (error) => !isEvalError(error) && /stopped/.test(String(error)));
  });
});
