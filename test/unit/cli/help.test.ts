import assert from 'node:assert/strict';
import { helpText } from '../../../src/cli/help.ts';

const known = ['run', 'score', 'compare', 'accept', 'render', 'check', 'judges', 'import'];

describe('helpText', () => {
  for (const name of ['accept', 'render', 'judges', 'import'])
    it(`speaks of no exit code 1 for ${name}, which never ends with it`, () =>
      assert.match(
        helpText(name, known),
        /\nExit codes: 0 as asked, 2 could not run, 130 interrupted\.$/,
      ));

  it('says what a mistake is to check', () =>
    assert.match(helpText('check', known), /1 a mistake of severity error, 2/));

  for (const name of ['run', 'score', 'compare'])
    it(`names --fail-on where ${name} ends with 1`, () =>
      assert.match(helpText(name, known), /1 a failure or regression that --fail-on names, 2/));
});
