import assert from 'node:assert/strict';
import {
  type DoubtOptions,
  describeDoubt,
  doubtOf,
  staleAfterMs,
} from '../../../../src/core/live/oldDoubt.ts';
import { replyOf, runOf, trialOf } from '../../../support/runs.ts';

const run = runOf();
const drawnAt = Date.UTC(2026, 10, 24);
const trials = [trialOf('x', { replies: [replyOf('x', { time: drawnAt })] })];
const sound: DoubtOptions = {
  now: drawnAt + staleAfterMs,
  model: run.model,
  isPicked: false,
  isControl: false,
};

describe('doubtOf', () => {
  const table: readonly [string, Partial<DoubtOptions>, string | undefined][] = [
    ['are seven days old', {}, undefined],
    ['are older than that', { now: drawnAt + staleAfterMs + 1 }, 'old'],
    ['are of another model', { model: { ...run.model, name: 'fake-2' } }, 'other-model'],
    ['are of another provider', { model: { ...run.model, provider: 'other' } }, 'other-model'],
    ['cannot be drawn again', { model: undefined }, undefined],
    ['were a reason to pin the version', { isPicked: true }, 'picked'],
    [
      'were made with other parameters',
      { ofRequest: { kind: 'other-parameters', names: ['temperature'] } },
      'other-parameters',
    ],
    ['are set aside on request', { isControl: true, isPicked: true }, 'on-request'],
  ];
  for (const [what, own, kind] of table) {
    it(`says ${kind ?? 'nothing'} of samples that ${what}`, () => {
      assert.equal(doubtOf(trials, run, { ...sound, ...own })?.kind, kind);
    });
  }

  it('goes by the oldest reply, else by the run', () => {
    const mixed = [...trials, trialOf('y', { replies: [replyOf('y', { time: drawnAt - 1 })] })];

    assert.equal(doubtOf(mixed, run, sound)?.kind, 'old');
    const later = { ...sound, now: run.startedAt + staleAfterMs + 1 };
    assert.equal(doubtOf([trialOf('z', { replies: [] })], run, later)?.kind, 'old');
  });
});

describe('describeDoubt', () => {
  it('calls the version what its reason has called it', () => {
    assert.equal(
      describeDoubt({ kind: 'picked' }, true),
      'The pinned version was chosen after its results were seen, so it is run again where a case failed.',
    );
    assert.equal(
      describeDoubt({ kind: 'old' }, false),
      'The stored results of the previous version are more than seven days old, and the previous version cannot be run again: no verdict rests on them.',
    );
  });
});
