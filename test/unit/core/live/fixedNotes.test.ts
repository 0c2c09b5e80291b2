import assert from 'node:assert/strict';
import { fixedNotes, otherModelNote } from '../../../../src/core/live/fixedNotes.ts';
import { runOf } from '../../../support/runs.ts';
import { caseOf, metricOf, promptOf, suiteOf } from '../../../support/suites.ts';

const stages = ['real-time'] as const;
const baseline = { run: runOf(), label: 'a.baseline.json' };
const targetOf = (type: string) => ({
  prompt: promptOf('Be kind.'),
  suite: suiteOf({ metrics: [metricOf('yes', { type, name: 'Preferred' })] }),
  cases: [caseOf('a')],
});

describe('fixedNotes', () => {
  it('says why replies that are judged side by side are not run again', () => {
    assert.deepEqual(fixedNotes(targetOf('preference'), baseline, stages), [
      "'Preferred' judges the replies of both versions side by side: the verdict was reached once, at the end, and no failure was run again.",
    ]);
  });

  it('says it of a report', () => {
    assert.match(
      fixedNotes(targetOf('contains'), { ...baseline, isReport: true }, stages).join(),
      /^Of a\.baseline\.json only texts are known: the verdict was reached once/,
    );
  });

  it('has nothing to say of metrics of other stages', () => {
    assert.deepEqual(fixedNotes(targetOf('preference'), baseline, ['async']), []);
  });
});

describe('otherModelNote', () => {
  const target = { prompt: promptOf('Be kind.') };
  const by = (provider: string, name: string) =>
    runOf({ model: { provider, name, isSimulated: false } });

  it('says that another model answered, by name or by provider', () => {
    const old = { run: by('openai', 'small'), label: 'old.json' };

    assert.equal(
      otherModelNote(target, old, by('openai', 'large')),
      'old.json is of another model (small, now large): what differs may come from the model, so no line of the prompt is blamed.',
    );
    assert.match(
      otherModelNote(target, old, by('vscode', 'small')) ?? '',
      /\(openai, now vscode\)/,
    );
  });

  it('has nothing to say of the same one, of recorded replies, or where the prompt names it', () => {
    const old = { run: by('openai', 'small'), label: 'old.json' };
    const naming = { prompt: { ...promptOf('Be kind.'), model: { name: 'large' } } };

    assert.equal(otherModelNote(target, old, by('openai', 'small')), undefined);
    assert.equal(otherModelNote(target, old, by('replay', 'a.jsonl')), undefined);
    assert.equal(otherModelNote(naming, old, by('openai', 'large')), undefined);
  });
});
