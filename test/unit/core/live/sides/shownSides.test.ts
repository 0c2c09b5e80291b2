import assert from 'node:assert/strict';
import type { SideChoice } from '../../../../../src/core/compare/sides/sideChoice.ts';
import type { Evaluated } from '../../../../../src/core/live/evaluated.ts';
import { ShownSides } from '../../../../../src/core/live/sides/shownSides.ts';
import { runOf } from '../../../../support/runs.ts';
import { caseOf, promptOf, suiteOf } from '../../../../support/suites.ts';

function resultOf(name: string, own: Partial<Evaluated> = {}): Evaluated {
  const suite = suiteOf({ path: `/w/${name}.metrics.yaml` });
  const run = runOf({ id: `run of ${name}`, suite: suite.path });
  const target = { prompt: promptOf('Be kind.'), suite, cases: [caseOf('a')] };
  return { target, run, findings: [], ...own };
}

const old = { run: runOf({ id: 'old' }), label: 'git main', name: 'main (7f3c2a1)' };
const main: SideChoice = { kind: 'git', ref: 'main' };

describe('ShownSides', () => {
  it('shows what was chosen until there is a newer run', () => {
    const a = resultOf('a');
    let results = [a];
    const shown = new ShownSides(() => results);
    const pair = { choice: main, baseline: old, shown: { ...a, run: old.run } };

    shown.show({ insteadOf: a.run.id, pair });
    assert.equal(shown.get()?.run.id, 'old');
    assert.equal(shown.newSide(), old);
    results = [{ ...a, run: { ...a.run, id: 'newer' } }];

    assert.equal(shown.get()?.run.id, 'newer');
    assert.deepEqual(shown.choices(), { old: undefined, new: { kind: 'now' } });
  });

  it('forgets an old side in whose place the live comparison got another one, as by a pin', () => {
    const a = resultOf('a', { baseline: old });
    let results = [a];
    const shown = new ShownSides(() => results);

    shown.show({ insteadOf: a.run.id, old: { choice: main, baseline: old } });
    assert.deepEqual([shown.hasDefaultOld(), shown.oldName()], [false, 'main (7f3c2a1)']);
    results = [{ ...a, baseline: { run: runOf({ id: 'pinned' }), label: 'pinned' } }];

    assert.deepEqual([shown.hasDefaultOld(), shown.oldName()], [true, undefined]);
  });

  it('returns to the suite in which something was chosen, unless another one is asked for', () => {
    const [a, b] = [resultOf('a'), resultOf('b')];
    const shown = new ShownSides(() => [a, b]);

    assert.ok(shown.returnTo(b.run.suite, b.run.id));
    assert.equal(shown.last(), b);
    shown.wish({ suite: a.run.suite });

    assert.equal(shown.returnTo(b.run.suite, b.run.id), false);
    assert.equal(shown.last(), a);
  });

  it('stays with no suite that was in sight anyway', () => {
    const [a, b] = [resultOf('a'), resultOf('b')];
    let results = [a, b];
    const shown = new ShownSides(() => results);

    assert.ok(shown.returnTo(a.run.suite, a.run.id));
    results = [b, a];

    assert.equal(shown.last(), b);
  });
});
