import assert from 'node:assert/strict';
import { builtInMetrics } from '../../../../../src/core/metrics/builtIn.ts';
import { setModel } from '../../../../../src/core/suite/edit/model.ts';
import { applyEdits } from '../../../../../src/core/suite/edit/textEdit.ts';
import { readSuite } from '../../../../../src/core/suite/readSuite.ts';

const rest = 'metrics:\n  - { type: contains, value: a }\ncases:\n  - turns: [Hi]\n';

describe('setModel', () => {
  const table: readonly [string, string][] = [
    [
      'a mapping in one line',
      'prompt: a.md\nmodel: { provider: simulated, temperature: 0.7 } # cheap\n',
    ],
    [
      'a mapping in lines of its own',
      'model:\n  provider: simulated\n  temperature: 0.7\n\n# next\n',
    ],
  ];
  for (const [name, head] of table) {
    it(`replaces who answers in ${name} and keeps the parameters`, () => {
      const edited = applyEdits(
        head + rest,
        setModel(head + rest, { provider: 'openai', name: 'gpt-5-mini' }),
      );

      const { value, problems } = readSuite(
        { path: '/w/a.metrics.yaml', text: edited },
        builtInMetrics,
      );
      assert.deepEqual(problems, []);
      assert.deepEqual(value?.model, {
        provider: 'openai',
        name: 'gpt-5-mini',
        parameters: { temperature: 0.7 },
      });
      assert.ok(edited.endsWith(rest));
      assert.equal(edited.includes('#'), true);
    });
  }

  it('replaces a name', () => {
    const text = `model: gpt-4\n${rest}`;

    assert.equal(
      applyEdits(text, setModel(text, { provider: 'simulated' })),
      `model: { provider: simulated }\n${rest}`,
    );
  });

  it('adds a model behind the prompt', () => {
    const text = `prompt: a.md\n${rest}`;

    assert.equal(
      applyEdits(
        text,
        setModel(text, {
          provider: 'openai',
          name: 'qwen3:4b',
          baseUrl: 'http://127.0.0.1:11434/v1',
        }),
      ),
      `prompt: a.md\nmodel: { provider: openai, name: qwen3:4b, base-url: http://127.0.0.1:11434/v1 }\n${rest}`,
    );
  });

  it('adds a model to a suite that names no prompt', () => {
    const edited = applyEdits(rest, setModel(rest, { provider: 'simulated' }));

    assert.equal(edited, `model: { provider: simulated }\n${rest}`);
  });
});
