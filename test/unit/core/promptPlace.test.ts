import assert from 'node:assert/strict';
import type { Prompt } from '../../../src/core/prompt/prompt.ts';
import { placeInPrompt } from '../../../src/core/promptPlace.ts';
import { metricOf, promptOf } from '../../support/suites.ts';

const old = 'One.\nGuard me.\nThree.';

describe('placeInPrompt', () => {
  it('is the guarded text where it stands', () => {
    const { range } = placeInPrompt(
      { prompt: promptOf(old), baselineSource: 'x' },
      metricOf('a', { guards: 'Guard' }),
    );

    assert.deepEqual(range, { start: { line: 1, column: 0 }, end: { line: 1, column: 5 } });
  });

  it('is in the included file where the guarded text stands there', () => {
    const fragment = {
      name: 'rules',
      path: '/w/rules.md',
      text: 'One.\nGuard me.',
      parts: [{ at: 0, start: { line: 3, column: 0 } }],
    };
    const template = { text: '', parts: [] };
    const prompt: Prompt = {
      ...promptOf('One.'),
      body: {
        language: 'jinja',
        template,
        firstRole: 'system',
        fragments: [fragment],
        threads: [],
        trims: true,
      },
    };

    assert.deepEqual(placeInPrompt({ prompt }, metricOf('a', { guards: 'Guard me.' })), {
      file: '/w/rules.md',
      range: { start: { line: 4, column: 0 }, end: { line: 4, column: 9 } },
    });
  });

  it('is the gap behind the line before, with what was taken away, and marks no innocent line', () => {
    const place = placeInPrompt(
      { prompt: promptOf('One.\nThree.'), baselineSource: old },
      metricOf('a', { guards: 'Guard me.' }),
    );

    assert.deepEqual(place, {
      range: { start: { line: 0, column: 4 }, end: { line: 0, column: 4 } },
      removed: ['Guard me.'],
    });
  });

  it('is the very top where the first line was taken away', () => {
    const { range, removed } = placeInPrompt(
      { prompt: promptOf('Guard me.\nThree.'), baselineSource: old },
      metricOf('a'),
    );

    assert.deepEqual(range, { start: { line: 0, column: 0 }, end: { line: 0, column: 0 } });
    assert.deepEqual(removed, ['One.']);
  });

  it('is the changed line where one was changed', () => {
    const { range } = placeInPrompt(
      { prompt: promptOf('One.\nGuard him.\nThree.'), baselineSource: old },
      metricOf('a', { guards: 'Guard me.' }),
    );

    assert.deepEqual(range, { start: { line: 1, column: 0 }, end: { line: 1, column: 10 } });
  });

  it('is the first line where the prompt is the same', () => {
    const { range } = placeInPrompt({ prompt: promptOf(old), baselineSource: old }, metricOf('a'));

    assert.deepEqual(range, { start: { line: 0, column: 0 }, end: { line: 0, column: 4 } });
  });
});
