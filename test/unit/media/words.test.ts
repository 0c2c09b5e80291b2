import assert from 'node:assert/strict';
import {
  change,
  changeWords,
  dollars,
  duration,
  percent,
  points,
  versionDetail,
} from '../../../media/compare/words.ts';

describe('words of the panel', () => {
  it('shows an unknown rate as a dash, not as zero', () => {
    assert.equal(percent(null), '\u2013');
    assert.equal(percent(0), '0 %');
  });

  it('never writes minus zero', () => {
    assert.equal(points(-0.001), '0');
  });

  it('writes a difference with its interval', () => {
    assert.equal(change(-0.33, [-0.58, -0.11]), '\u221233 points (\u221258 to \u221211)');
    assert.equal(change(-0.01, null), '\u22121 point');
    assert.equal(change(null, null), '');
  });

  it('says what a regression rests on where its interval does not', () => {
    const metric = {
      verdict: 'regressed',
      difference: -0.33,
      interval: [-0.59, 0.02],
      rerun: 'failed again on re-run: 4 of 4',
    } as const;

    assert.equal(
      changeWords(metric),
      '\u221233 points (\u221259 to +2); failed again on re-run: 4 of 4',
    );
  });

  it('writes small amounts of money with the digits they need', () => {
    assert.equal(dollars(0.00042), '$0.00042');
    assert.equal(dollars(1.5), '$1.50');
  });

  it('writes durations as people say them', () => {
    assert.equal(duration(840), '840 ms');
    assert.equal(duration(1234), '1.2 s');
    assert.equal(duration(185_000), '3 min 5 s');
  });

  it('names the day only when it is another one', () => {
    const time = new Date(2026, 10, 24, 9, 5).getTime();
    const version = { label: '', time, commit: '7f3c2a1' };

    assert.equal(versionDetail(version, time + 1000), '09:05, 7f3c2a1');
    assert.equal(versionDetail(version, time + 86_400_000), '2026-11-24 09:05, 7f3c2a1');
  });
});
