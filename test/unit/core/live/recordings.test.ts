import assert from 'node:assert/strict';
import { type Evaluated, evaluatePrompt } from '../../../../src/core/live/evaluatePrompt.ts';
import type { RunResult } from '../../../../src/core/results/runResult.ts';
import { CallPool } from '../../../../src/core/run/callPool.ts';
import { completion, FakeModel, fakePorts } from '../../../support/fakePorts.ts';
import { caseOf, metricOf, promptOf, suiteOf } from '../../../support/suites.ts';

const cases = Array.from({ length: 8 }, (_, number) => caseOf(`case-${number}`));
const suite = suiteOf({ metrics: [metricOf('yes')] });

/** A version of a prompt with recorded answers, one a case, as a save would evaluate it. */
function recorded(text: string, answer: string, baseline?: RunResult): Promise<Evaluated> {
  const model = Object.assign(new FakeModel(async () => completion(answer)), {
    answersByCase: true,
  });
  return evaluatePrompt(
    { prompt: promptOf(text), suite, cases },
    {
      stages: ['real-time'],
      baseline: async () => baseline && { run: baseline, label: 'the version before' },
      live: {},
    },
    { ports: fakePorts({ models: { open: async () => model } }), pool: new CallPool(2) },
    new AbortController().signal,
  );
}

describe('Recorded answers', () => {
  it('are judged by the test of a finished run, as no further sample could confirm a flip', async () => {
    const before = await recorded('Be kind.', 'yes');

    const { comparison } = await recorded('Be brief.', 'no', before.run);

    assert.equal(comparison?.verdict, 'regressed');
  });
});
