import assert from 'node:assert/strict';
import {
  marksOf,
  marksOfKind,
  otherSideText,
} from '../../../../src/vscode/comparison/sideMarks.ts';

const now = { kind: 'now' } as const;
const head = { kind: 'git', ref: 'HEAD' } as const;
const recording = { kind: 'recording', path: '/w/replies.jsonl' } as const;

describe('The marks of the menu of sides', () => {
  it('say which side a choice is shown as', () => {
    assert.deepEqual(marksOf(now, { old: head, new: now }), ['shown now as new side']);
    assert.deepEqual(marksOf(head, { old: head, new: now }), ['shown now as old side']);
    assert.deepEqual(marksOf({ kind: 'previous' }, { old: head, new: now }), []);
  });

  it('name the file or commit that was asked for', () => {
    const chosen = { old: recording, new: { kind: 'git', ref: 'main' } } as const;

    assert.deepEqual(marksOfKind('recording', chosen), ['replies.jsonl shown now as old side']);
    assert.deepEqual(marksOfKind('git', chosen), ['main shown now as new side']);
    assert.deepEqual(marksOfKind('report', chosen), []);
  });

  it('leave the last commit to its own row', () => {
    assert.deepEqual(marksOfKind('git', { old: head, new: now }), []);
  });
});

describe('otherSideText', () => {
  it('promises to keep only an old side that somebody chose', () => {
    assert.equal(otherSideText('new', { old: head, new: now }), 'The old side stays.');
    assert.doesNotMatch(otherSideText('new', { old: undefined, new: now }), /stays/);
    assert.equal(otherSideText('old', { old: undefined, new: now }), 'The new side stays.');
  });
});
