import assert from 'node:assert/strict';
import { isEvalError } from '../../../../src/core/errors.ts';
import type { Problem } from '../../../../src/core/problem.ts';
import type { RenderedRequest } from '../../../../src/core/run/request.ts';
import { openReplayModel } from '../../../../src/node/models/replayModel.ts';
import { requestFor } from '../../../support/modelContract.ts';

const never = new AbortController().signal;

async function open(...lines: readonly unknown[]) {
  const problems: Problem[] = [];
  const model = await openReplayModel({
    path: '/w/old.jsonl',
    async *readLines() {
      for (const line of lines) yield typeof line === 'string' ? line : JSON.stringify(line);
    },
    onProblem: (problem) => problems.push(problem),
  });
  const ask = (change: Partial<RenderedRequest>) =>
    model.complete(requestFor(model, change), never);
  return { model, problems, ask };
}

describe('openReplayModel', () => {
  it('answers by case and trial', async () => {
    const { ask } = await open(
      { case: 'a', trial: 1, output: 'a1' },
      { case: 'a', trial: 0, output: 'a0' },
      { case: 'b', output: 'b0' },
    );

    assert.equal((await ask({ caseId: 'a', trial: 0 })).text, 'a0');
    assert.equal((await ask({ caseId: 'a', trial: 1 })).text, 'a1');
    assert.equal((await ask({ caseId: 'b', trial: 0 })).text, 'b0');
  });

  it('takes lines of a case without trial as its trials in order', async () => {
    const { ask } = await open({ case: 'a', output: 'first' }, { case: 'a', output: 'second' });

    assert.equal((await ask({ caseId: 'a', trial: 1 })).text, 'second');
  });

  it('finds the reply of a turn by the messages before it', async () => {
    const user = { role: 'user', content: 'x' } as const;
    const assistant = { role: 'assistant', content: 'y' } as const;
    const { ask } = await open(
      { case: 'a', output: 'turn 1', messages: [user] },
      { case: 'a', output: 'turn 2', messages: [user, assistant, user] },
    );

    const second = await ask({ caseId: 'a', messages: [user, assistant, user] });

    assert.equal(second.text, 'turn 2');
  });

  it('gives what was recorded, latency included, and nothing else', async () => {
    const { ask } = await open({
      case: 'a',
      output: 'text',
      latencyMs: 12.5,
      usage: { inputTokens: 1, outputTokens: 2 },
      model: 'm-1',
      toolCalls: [{ name: 'find', arguments: { order: 1 } }],
      time: '2026-01-01T00:00:00Z',
    });

    assert.deepEqual(await ask({ caseId: 'a' }), {
      text: 'text',
      toolCalls: [{ name: 'find', arguments: '{"order":1}' }],
      latencyMs: 12.5,
      usage: { inputTokens: 1, outputTokens: 2 },
      model: 'm-1',
    });
  });

  it('rejects with file, case and trial where nothing was recorded', async () => {
    const { ask } = await open({ case: 'a', output: 'x' });

    await assert.rejects(ask({ caseId: 'a', trial: 2 }), (error) => {
      assert.ok(isEvalError(error, 'no-recording'));
      return /\/w\/old\.jsonl.*case 'a', trial 2/.test(error.message);
    });
  });

  const bad: readonly [line: unknown, says: RegExp][] = [
    ['{"case": "a"', /line 2: This is not JSON/],
    ['[1]', /not a JSON object/],
    [{ case: 'a' }, /'output' is missing/],
    [{ case: true, output: 'x' }, /'case' is not/],
    [{ case: 'a', trial: -1, output: 'x' }, /'trial' is not/],
    [{ case: 'a', output: 'x', messages: 'hi' }, /'messages' is not/],
    [{ output: 'x' }, /'case' is missing/],
    [{ case: 'good', trial: 0, output: 'again' }, /trial 0 in line 1 already/],
  ];
  for (const [line, says] of bad) {
    it(`reports the line ${JSON.stringify(line)} and uses the others`, async () => {
      const { ask, problems } = await open({ case: 'good', trial: 0, output: 'x' }, line, '', {
        case: 'later',
        output: 'y',
      });

      assert.equal(problems.length, 1);
      assert.match(problems[0]?.message ?? '', says);
      assert.equal(problems[0]?.range.start.line, 1);
      assert.equal((await ask({ caseId: 'good' })).text, 'x');
      assert.equal((await ask({ caseId: 'later' })).text, 'y');
    });
  }

  it('rejects a file without any usable line', async () => {
    await assert.rejects(open('no', 'nothing'), (error) => isEvalError(error, 'bad-file'));
  });

  it('has another endpoint, and so other request keys, once the file has changed', async () => {
    const before = await open({ case: 'a', output: 'x' });
    const same = await open({ case: 'a', output: 'x' });
    const after = await open({ case: 'a', output: 'y' });

    assert.equal(same.model.endpoint, before.model.endpoint);
    assert.notEqual(after.model.endpoint, before.model.endpoint);
  });
});
