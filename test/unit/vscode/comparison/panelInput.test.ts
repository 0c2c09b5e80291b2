import assert from 'node:assert/strict';
import { sideOf } from '../../../../src/vscode/comparison/panelInput.ts';
import { runOf } from '../../../support/runs.ts';

describe('sideOf', () => {
  it('gives a run its time, and a commit not that of the run of its text', () => {
    const run = runOf({ startedAt: 1000 });

    assert.equal(sideOf({ run, name: 'Previous version' }).version.time, 1000);
    assert.equal(sideOf({ run, name: 'main (7f3c2a1)', isAtCommit: true }).version.time, null);
  });
});
