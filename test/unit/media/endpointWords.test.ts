import assert from 'node:assert/strict';
import fc from 'fast-check';
import { endpointWords } from '../../../media/compare/endpointWords.ts';

describe('endpointWords', () => {
  const table = [
    ['openai https://api.openai.com/v1', 'https://api.openai.com/v1 (OpenAI-compatible)'],
    [
      'openai-responses https://api.openai.com/v1',
      'https://api.openai.com/v1 (OpenAI-compatible, Responses API)',
    ],
    ['vscode copilot', 'the language models of VS Code (copilot)'],
    ['simulated 1', 'the simulated model (version 1)'],
    [
      'replay logs/week 1.jsonl#0123456789abcdef',
      'the recording logs/week 1.jsonl (contents 0123456789abcdef)',
    ],
    ['replay logs/a#b.jsonl\u2026', 'the recording logs/a#b.jsonl\u2026'],
    ['another thing', 'another thing'],
    ['openai', 'openai'],
    ['', ''],
  ] as const;
  for (const [endpoint, words] of table) {
    it(`calls \u201c${endpoint}\u201d: ${words}`, () => {
      assert.equal(endpointWords(endpoint), words);
    });
  }

  it('calls no two endpoints of a provider the same, and hides nothing of where it is', () => {
    const provider = fc.constantFrom('openai', 'openai-responses', 'vscode', 'simulated', 'x');
    const place = fc.string({ unit: 'binary', minLength: 1 });
    fc.assert(
      fc.property(provider, place, place, (name, a, b) => {
        assert.ok(endpointWords(`${name} ${a}`).includes(a));
        assert.equal(endpointWords(`${name} ${a}`) === endpointWords(`${name} ${b}`), a === b);
      }),
    );
  });
});
