import assert from 'node:assert/strict';
import { targetModel } from '../../../../src/core/live/targetModel.ts';
import { promptOf, suiteOf } from '../../../support/suites.ts';

describe('targetModel', () => {
  const replay = (name: string) => ({ provider: 'replay', name });
  const suite = suiteOf({ path: '/w/suites/a.metrics.yaml' });
  const prompt = { ...promptOf('Be kind.'), path: '/w/prompts/a.prompt.md' };

  it('looks for a recording beside the suite or the prompt that names it', () => {
    const { name: bySuite } = targetModel(
      { suite: { ...suite, model: replay('r/a.jsonl') }, prompt },
      {},
    );
    const { name: byPrompt } = targetModel(
      { suite, prompt: { ...prompt, model: replay('../b.jsonl') } },
      {},
    );

    assert.equal(bySuite, '/w/suites/r/a.jsonl');
    assert.equal(byPrompt, '/w/b.jsonl');
  });

  it('takes a recording that arguments name as they name it', () => {
    assert.equal(targetModel({ suite, prompt }, { override: replay('a.jsonl') }).name, 'a.jsonl');
  });

  it('leaves names of other models alone', () => {
    const model = { provider: 'openai', name: 'a.jsonl' };

    assert.equal(targetModel({ suite: { ...suite, model }, prompt }, {}).name, 'a.jsonl');
  });
});
