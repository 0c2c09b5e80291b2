import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  changeLine,
  commitsByVersion,
  versionList,
} from '../../../../src/core/views/versionList.ts';
import { runOf } from '../../../support/runs.ts';

const prompt = '/w/a.prompt.md';
const version = (id: string, source: string, time: number) => ({ id, prompt, source, time });
const versions = [version('v2', 'Be kind.\n', 2), version('v1', 'Be kind.\nBe brief.\n', 1)];
const nothing = { pinned: new Set<string>(), current: undefined, commits: new Map() };

describe('versionList', () => {
  it('says of each version what changed since the one before', () => {
    const list = versionList({ ...nothing, versions, runs: [] });

    assert.deepEqual(
      list.map(({ change }) => change),
      ['− Be brief.', 'oldest kept'],
    );
  });

  it('takes the newest run of a version, and a pinned one before it', () => {
    const runs = [
      runOf({ id: 'newer', promptVersion: 'v1' }),
      runOf({ id: 'older', promptVersion: 'v1' }),
    ];
    const list = (pinned: Set<string>) => versionList({ ...nothing, versions, runs, pinned });

    assert.equal(list(new Set())[1]?.run?.id, 'newer');
    assert.equal(list(new Set(['older']))[1]?.run?.id, 'older');
    assert.equal(list(new Set(['older']))[1]?.isPinned, true);
  });

  it('has no result for a version whose runs are gone', () => {
    assert.equal(versionList({ ...nothing, versions, runs: [] })[0]?.run, undefined);
  });

  it('marks the version that is shown, else that of the newest run', () => {
    const runs = [runOf({ promptVersion: 'v1' })];
    const marked = (current: string | undefined) =>
      versionList({ ...nothing, versions, runs, current }).find((entry) => entry.isCurrent)?.id;

    assert.equal(marked('v2'), 'v2');
    assert.equal(marked(undefined), 'v1');
  });

  it('names the commit with the same text', () => {
    const commits = new Map([['v1', 'abc']]);

    const list = versionList({ ...nothing, versions, runs: [], commits });

    assert.deepEqual(
      list.map(({ commit }) => commit),
      [undefined, 'abc'],
    );
  });
});

describe('commitsByVersion', () => {
  it('leaves out versions whose text was never committed', () => {
    const found = commitsByVersion(versions, new Map([['Be kind.\n', 'abc']]));

    assert.deepEqual([...found], [['v2', 'abc']]);
  });
});

describe('changeLine', () => {
  const table: [string, string, string, string][] = [
    ['a line that went', 'a\nb\n', 'a\n', '− b'],
    ['a line that came', 'a\n', 'a\nb\n', '+ b'],
    ['a line that is another now', 'a\nb\n', 'a\nc\n', '± c'],
    [
      'the part of a long line that is another now',
      'Never promise a refund.\n',
      'Never promise a refund. Thank the customer.\n',
      '± … refund. Thank the customer.',
    ],
    ['the first of several changes', 'a\nb\nx\ny\n', 'a\nc\nd\nx\n', '± c  (and 2 more lines)'],
    ['that more went than came', 'a\nb\nc\n', 'a\nd\n', '± d  (and 1 more line)'],
  ];
  for (const [name, old, now, expected] of table) {
    it(`shows ${name}`, () => {
      assert.equal(changeLine(old, now), expected);
    });
  }

  it('counts every line that came or went', () => {
    const line = fc.constantFrom('a', 'b', 'c', 'd', '');
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 8 }),
        fc.array(line, { maxLength: 8 }),
        (old, now) => {
          const said = changeLine(old.join('\n'), now.join('\n'));
          const [, more = '0'] = /\(and (\d+) more/.exec(said) ?? [];
          const count = (lines: readonly string[]) => lines.filter((text) => text !== '').length;
          const least = Math.abs(count(old) - count(now));
          const shown = said === 'layout only' ? 0 : 1 + Number(more);
          assert.ok(shown >= least && shown <= count(old) + count(now), said);
        },
      ),
    );
  });

  it('tells apart what changes layout only', () => {
    assert.equal(changeLine('a\nb', 'a\n\nb'), 'layout only');
  });
});
