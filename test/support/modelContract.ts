import assert from 'node:assert/strict';
import { isEvalError } from '../../src/core/errors.ts';
import type { Model } from '../../src/core/ports.ts';
import type { RenderedRequest } from '../../src/core/run/request.ts';

/** A model under the contract, able to answer `caseId` in trials 0 and 1. */
export interface ModelUnderTest {
  readonly model: Model;
  readonly caseId: string;
  close(): Promise<void>;
}

/** A request that differs from others only in what is given. */
export function requestFor(model: Model, change: Partial<RenderedRequest> = {}): RenderedRequest {
  return {
    endpoint: model.endpoint,
    model: model.info.name,
    parameters: { temperature: 0.7 },
    messages: [
      { role: 'system', content: 'You are a support agent. Use at most 60 words.' },
      { role: 'user', content: 'My parcel has not arrived.' },
    ],
    tools: [],
    trial: 0,
    ...change,
  };
}

/** What every implementation of `Model` keeps. */
export function describeModelContract(name: string, open: () => Promise<ModelUnderTest>): void {
  describe(`${name} keeps the contract of a model`, () => {
    let test: ModelUnderTest;
    const never = new AbortController().signal;

    beforeEach(async () => {
      test = await open();
    });

    afterEach(() => test.close());

    it('answers with text, tool calls and plain data', async () => {
      const request = requestFor(test.model, { caseId: test.caseId });

      const completion = await test.model.complete(request, never);

      assert.ok(completion.text.length > 0);
      assert.deepEqual(completion.toolCalls, []);
      assert.deepEqual(JSON.parse(JSON.stringify(completion)), completion);
    });

    it('gives times and usage as numbers that are not negative, or not at all', async () => {
      const request = requestFor(test.model, { caseId: test.caseId });

      const { latencyMs, firstTokenMs, usage } = await test.model.complete(request, never);

      for (const value of [latencyMs, firstTokenMs, usage?.inputTokens, usage?.outputTokens]) {
        assert.ok(value === undefined || (Number.isFinite(value) && value >= 0), String(value));
      }
    });

    it('answers a second trial and several requests at once', async () => {
      const requests = [0, 1, 0, 1].map((trial) =>
        requestFor(test.model, { caseId: test.caseId, trial }),
      );

      const completions = await Promise.all(
        requests.map((request) => test.model.complete(request, never)),
      );

      assert.equal(completions.filter((completion) => completion.text !== '').length, 4);
      assert.equal(completions[0]?.text, completions[2]?.text);
    });

    it('rejects with aborted when it is stopped before it starts', async () => {
      const request = requestFor(test.model, { caseId: test.caseId });

      const call = test.model.complete(request, AbortSignal.abort());

      await assert.rejects(call, (error) => isEvalError(error, 'aborted'));
    });

    it('leaves the request as it was', async () => {
      const request = requestFor(test.model, { caseId: test.caseId });
      const before = structuredClone(request);

      await test.model.complete(request, never);

      assert.deepEqual(request, before);
    });

    it('names its endpoint and itself', () => {
      assert.ok(test.model.endpoint.startsWith(test.model.info.provider));
      assert.ok(test.model.info.name.length > 0);
    });
  });
}
