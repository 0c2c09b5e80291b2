import assert from 'node:assert/strict';
import { finishedDoubt } from '../../../../src/core/live/finishedDoubt.ts';
import { caseResultOf, replyOf, runOf, trialOf } from '../../../support/runs.ts';

const day = 24 * 60 * 60 * 1000;
const drawnAt = Date.UTC(2026, 10, 24);
const withReply = (id: string, text: string, own: Parameters<typeof replyOf>[1] = {}) =>
  caseResultOf(id, { trials: [trialOf(text, { replies: [replyOf(text, own)] })] });
const old = runOf({ cases: [withReply('a', 'old a'), withReply('b', 'old b')] });
const now = [withReply('a', 'new a'), withReply('b', 'new b')];
/** Of a run whose replies were given so long after the others. */
const later = (afterMs: number, cases: readonly (readonly [id: string, text: string])[]) =>
  runOf({
    startedAt: drawnAt + afterMs,
    cases: cases.map(([id, text]) => withReply(id, text, { time: drawnAt + afterMs })),
  });
const both = [
  ['a', 'new a'],
  ['b', 'new b'],
] as const;

describe('finishedDoubt', () => {
  it('has none of results of the last seven days', () => {
    const { cases, notes } = finishedDoubt(old, later(7 * day, both));

    assert.equal(cases.size, 0);
    assert.deepEqual(notes, []);
  });

  it('takes the verdict from older ones, and says so once', () => {
    const { cases, notes } = finishedDoubt(old, later(7 * day + 1, both));

    assert.deepEqual([...cases], ['a', 'b']);
    assert.deepEqual(notes, [
      'The results compared with are more than seven days older, and the model may have moved since: they were not run again, so no verdict rests on them.',
    ]);
  });

  it('takes it from newer ones as well: sides can be swapped', () => {
    const { cases, notes } = finishedDoubt(later(7 * day + 1, both), old);

    assert.deepEqual([...cases], ['a', 'b']);
    assert.match(notes.join(), /^The results compared with are more than seven days newer/);
  });

  it('goes by when replies were given, not by when a run took them from the history', () => {
    const rerun = runOf({ cases: now, startedAt: drawnAt + 8 * day });
    const undone = runOf({ cases: now, startedAt: drawnAt + 9 * day });

    assert.equal(finishedDoubt(old, rerun).cases.size, 0);
    assert.equal(finishedDoubt(later(8 * day, both.slice(0, 1)), undone).cases.size, 0);
    assert.equal(finishedDoubt(later(8 * day, [['a', 'x']]), undone).cases.size, 1);
  });

  it('takes it from replies of another build of the model alone', () => {
    const before = runOf({
      cases: [withReply('a', 'old a', { fingerprint: 'one' }), withReply('b', 'old b')],
    });
    const fresh = [withReply('a', 'new a', { fingerprint: 'two' }), withReply('b', 'new b')];

    const { cases, notes } = finishedDoubt(before, runOf({ cases: fresh }));

    assert.deepEqual([...cases], ['a']);
    assert.match(notes.join(), /^The results compared with of 1 of 2 cases are of another build/);
  });

  it('leaves a sample alone that both runs have: it is of one moment', () => {
    const time = drawnAt + 8 * day;
    const shared = [withReply('a', 'old a'), withReply('b', 'new b', { time })];

    const { cases } = finishedDoubt(old, runOf({ cases: shared, startedAt: time }));

    assert.deepEqual([...cases], ['b']);
  });

  it('never takes two replies of a report for one sample: they have no key', () => {
    const told = runOf({ cases: [withReply('a', 'x', { key: '' })] });
    const time = drawnAt + 8 * day;
    const again = runOf({ cases: [withReply('a', 'x', { key: '', time })], startedAt: time });

    assert.deepEqual([...finishedDoubt(told, again).cases], ['a']);
  });

  it('says nothing of cases whose input is another one by now', () => {
    const edited = [caseResultOf('a', { inputHash: 'edited' })];

    assert.equal(
      finishedDoubt(old, runOf({ cases: edited, startedAt: drawnAt + 8 * day })).cases.size,
      0,
    );
  });
});
