import assert from 'node:assert/strict';
import type { ModelParameters } from '../../../../src/core/prompt/prompt.ts';
import { sentParameters } from '../../../../src/core/run/sentParameters.ts';

const all: ModelParameters = {
  temperature: 0,
  topP: 0.9,
  maxTokens: 200,
  seed: 7,
  stop: ['END'],
  reasoningEffort: 'low',
  responseFormat: { type: 'json_schema', json_schema: { name: 'answer', schema: {} } },
  extra: { stream: false, frequency_penalty: 0.1 },
};

describe('sentParameters', () => {
  it('has the names of Chat Completions, and not what only steers the call', () => {
    assert.deepEqual(
      sentParameters({ endpoint: 'openai http://127.0.0.1:11434/v1', parameters: all }),
      {
        temperature: 0,
        top_p: 0.9,
        max_tokens: 200,
        seed: 7,
        stop: ['END'],
        reasoning_effort: 'low',
        response_format: { type: 'json_schema', json_schema: { name: 'answer', schema: {} } },
        frequency_penalty: 0.1,
      },
    );
  });

  const maxTokens = { maxTokens: 200 };
  const limits = [
    ['openai https://api.openai.com/v1', maxTokens, { max_completion_tokens: 200 }],
    ['openai https://api.openai.com.evil.example/v1', maxTokens, { max_tokens: 200 }],
    ['simulated 1', maxTokens, { max_tokens: 200 }],
    ['replay /a b/replies.jsonl#0123', maxTokens, { max_tokens: 200 }],
    ['vscode copilot', { ...maxTokens, responseFormat: {} }, { max_tokens: 200 }],
    [
      'openai https://api.openai.com/v1',
      { ...maxTokens, extra: { api: 'responses' } },
      { max_output_tokens: 200, store: false },
    ],
  ] as const;
  for (const [endpoint, parameters, expected] of limits) {
    it(`names the limit as ${endpoint} is told it: ${JSON.stringify(parameters)}`, () => {
      assert.deepEqual(sentParameters({ endpoint, parameters }), expected);
    });
  }

  it('has the form of the Responses API', () => {
    const { reasoning, text, store } = sentParameters({
      endpoint: 'openai-responses https://api.openai.com/v1',
      parameters: all,
    });

    assert.deepEqual([reasoning, store], [{ effort: 'low' }, false]);
    assert.deepEqual(text, { format: { type: 'json_schema', name: 'answer', schema: {} } });
  });

  it('has nothing of what was left to the server', () => {
    assert.deepEqual(sentParameters({ endpoint: 'simulated 1', parameters: {} }), {});
  });
});
