import assert from 'node:assert/strict';
import { formatFor, promptFormats } from '../../../../src/core/prompt/formats.ts';
import { isPromptName, promptGlob, promptNames } from '../../../../src/core/prompt/promptNames.ts';

describe('promptNames', () => {
  it('are those that the formats read', () => {
    const read = promptFormats.flatMap(({ patterns }) => patterns);

    assert.deepEqual(read.toSorted(), Object.values(promptNames).flat().toSorted());
  });

  for (const pattern of Object.values(promptNames).flat())
    it(`makes a file named like ${pattern} a prompt, which the format of that name reads`, () => {
      const path = `/w/${pattern.replace('*', 'support')}`;

      assert.equal(isPromptName(path), true);
      assert.ok(formatFor(path)?.patterns.includes(pattern));
      assert.ok(promptGlob().includes(pattern));
    });
});
