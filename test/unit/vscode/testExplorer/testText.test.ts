import assert from 'node:assert/strict';
import type { EarlierOutcome } from '../../../../src/core/views/testHistory.ts';
import type { TestOutcome } from '../../../../src/core/views/testTree.ts';
import { failureText, outputText } from '../../../../src/vscode/testExplorer/testText.ts';

const now = 3 * 60_000;
const failed: TestOutcome = { status: 'failed', message: 'It is in English.', actual: 'Hello' };
const earlier: EarlierOutcome = {
  ...{ promptVersion: '1234567890', time: 0, status: 'passed', output: 'Hallo' },
};

describe('The message of a test that failed', () => {
  it('says why, what was expected, and how versions before did', () => {
    const expected = { text: 'Hallo', what: 'the expected answer of the case' };
    const both: EarlierOutcome = { promptVersion: 'abcdefgh', time: now, status: 'both' };

    assert.equal(
      failureText({ ...failed, expected }, [both, earlier], now),
      [
        'It is in English.',
        'Expected here is the expected answer of the case.',
        'Before: passed and failed in version abcdefg (just now); passed in version 1234567 (3 min ago).',
      ].join('\n'),
    );
  });

  it('says nothing of versions before where none is known', () => {
    assert.equal(failureText(failed, [], now), 'It is in English.');
  });

  it('shows characters that turn or hide text', () => {
    assert.equal(
      failureText({ ...failed, message: 'was \u202e rude' }, [], now),
      'was ⟨U+202E⟩ rude',
    );
  });
});

describe('The output of a test that failed', () => {
  it('holds the reply, then those of versions before, with the line ends of a terminal', () => {
    assert.equal(
      outputText('german', failed, [earlier], now),
      [
        'german: the reply',
        'Hello',
        '',
        'german: before, passed in version 1234567 (3 min ago)',
        'Hallo',
        '',
      ].join('\r\n'),
    );
  });

  it('leaves out versions whose reply was not read, and is empty without any', () => {
    const { output: _, ...unread } = earlier;
    const { actual: __, ...silent } = failed;

    assert.equal(outputText('german', failed, [unread], now), 'german: the reply\r\nHello\r\n');
    assert.equal(outputText('german', silent, [], now), '');
  });

  it('does not pass on the commands of a terminal, and cuts what is too long', () => {
    const text = outputText('x', { ...failed, actual: `\u001b[2J${'y'.repeat(60_000)}` }, [], now);

    assert.ok(!text.includes('\u001b'));
    assert.match(text, /\(cut here\)\r\n$/);
  });
});
