import assert from 'node:assert/strict';
import { promptDiff } from '../../../../src/panel/viewModel/promptDiff.ts';
import {
  comparisonInput,
  newPrompt,
  oldPrompt,
  storyCases,
} from '../../../support/panel/inputs.ts';

const input = comparisonInput(storyCases(1));
const side = (label: string | null, source?: string) => ({
  version: { label, time: null, commit: null },
  ...(source !== undefined && { source }),
});
const textOf = ({ rows }: ReturnType<typeof promptDiff>) =>
  rows.map(({ segments }) => segments.map(({ text }) => text).join('')).join('\n');

describe('promptDiff of an unknown text', () => {
  it('shows the text that is known as it is, and says of which side there is none', () => {
    const diff = promptDiff(
      { ...input, old: side('Recording r.jsonl'), new: side('Now', newPrompt) },
      [],
    );

    assert.equal(diff.status, 'unknown');
    assert.deepEqual([diff.added, diff.removed], [0, 0]);
    assert.ok(diff.rows.every(({ kind }) => kind === 'same'));
    assert.equal(textOf(diff), newPrompt);
    assert.match(diff.note, /behind “Recording r\.jsonl” is not known.* Below is that of “Now”\./);
  });

  it('does so for the new side too', () => {
    const diff = promptDiff({ ...input, old: side(null, oldPrompt), new: side('r.json') }, []);

    assert.equal(textOf(diff), oldPrompt);
    assert.deepEqual([diff.rows[0]?.oldLine, diff.rows[0]?.newLine], [0, null]);
    assert.match(diff.note, /behind “r\.json” is not known.* Below is that of the old side\./);
  });

  it('is a sentence alone where neither is known', () => {
    const diff = promptDiff({ ...input, old: side('a.json'), new: side('b.json') }, []);

    assert.deepEqual(diff.rows, []);
    assert.match(diff.note, /^Of neither side/);
  });

  it('leaves out the end of a long text until all of it is asked for', () => {
    const long = Array.from({ length: 500 }, (_, line) => `line ${line}`).join('\n');
    const sides = { old: side('r.jsonl'), new: side('Now', long) };

    assert.equal(promptDiff(sides, []).omitted, 380);
    assert.equal(promptDiff(sides, [], true).rows.length, 500);
  });
});
