import assert from 'node:assert/strict';
import { runRow } from '../../../../src/vscode/runs/runRow.ts';
import { runOf } from '../../../support/runs.ts';

const current = runOf({ id: 'last', promptVersion: 'ffffffffff' });
const run = runOf({ id: 'older', promptVersion: '550158e0000' });
const version = { change: '± Answer in 120 words.', commit: '7f3c2a1bbbbbb' };

describe('runRow', () => {
  it('says what the text of a run changed, its version and the commit with it', () => {
    const row = runRow(run, { current, version });

    assert.equal(row.description, '± Answer in 120 words.');
    assert.match(row.detail, /^version 550158e, commit 7f3c2a1; /);
  });

  it('names no commit where there is none, and no change of a text that is no longer kept', () => {
    const row = runRow(run, { current, version: undefined });

    assert.equal(row.description, '');
    assert.match(row.detail, /^version 550158e; \d+ of \d+ metrics passed everywhere; /);
  });

  it('has its marks before the change, which may be long', () => {
    const marks = ['shown now as old side'];

    const row = runRow(run, { current, version, marks, pinned: 'older' });

    assert.match(row.description, /^shown now as old side, pinned; choose to unpin, ± Answer/);
  });

  it('lets a text make no icon and hide nothing', () => {
    const change = '+ $(error) all\u202Egone';

    assert.doesNotMatch(
      runRow(run, { current, version: { change } }).description,
      /\$\(error\)|\u202E/,
    );
  });
});
