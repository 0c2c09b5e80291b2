import assert from 'node:assert/strict';
import { isEvalError } from '../../../../src/core/errors.ts';
import { runOfReport } from '../../../../src/core/report/runOfReport.ts';
import { caseResultOf, runOf } from '../../../support/runs.ts';

const run = runOf({ prompt: '/w/shop/a.prompt.md', suite: '/w/shop/a.metrics.yaml' });
const of = (prompt: string, suite = '/x/a.metrics.yaml', id = prompt) =>
  runOf({ id, prompt, suite });

describe('runOfReport', () => {
  it('is the run of the same prompt, with the paths of here', () => {
    const found = runOfReport([of('/x/b.prompt.md'), of('/x/a.prompt.md')], run, '/r.json');

    assert.equal(found.id, '/x/a.prompt.md');
    assert.equal(found.prompt, run.prompt);
    assert.equal(found.suite, run.suite);
  });

  it('is of several the one of the same suite, then the one whose path ends alike', () => {
    const far = of('/x/shop/a.prompt.md', '/x/other.metrics.yaml', 'far');
    const near = of('/x/bar/a.prompt.md', '/x/a.metrics.yaml', 'near');
    const nearest = of('/x/shop/a.prompt.md', '/x/a.metrics.yaml', 'nearest');

    assert.equal(runOfReport([far, near], run, '/r.json').id, 'near');
    assert.equal(runOfReport([far, near, nearest], run, '/r.json').id, 'nearest');
  });

  it('is the only one with cases of the suite where the prompt has another name', () => {
    const renamed = of('/x/old-name.prompt.md');

    assert.equal(runOfReport([renamed], run, '/r.json').id, renamed.id);
  });

  it('is no run of a prompt that has the same name and other cases', () => {
    const namesake = runOf({ prompt: '/x/b/a.prompt.md', cases: [caseResultOf('elsewhere')] });
    const other = of('/x/b.prompt.md');

    assert.throws(
      () => runOfReport([namesake, other], run, '/x/r.json'),
      (error) =>
        isEvalError(error, 'usage') &&
        /^r\.json has runs of a\.prompt\.md, but with no case of a\.metrics\.yaml/.test(
          error.message,
        ),
    );
  });

  it('is none of another prompt: it says of which there are runs, and how to make one', () => {
    const other = runOf({ prompt: '/x/b.prompt.md', cases: [caseResultOf('elsewhere')] });
    const isClear = (pattern: RegExp) => (error: unknown) =>
      isEvalError(error, 'usage') && pattern.test(error.message);

    assert.throws(
      () => runOfReport([other], run, '/x/r.json'),
      isClear(/^r\.json has runs of b\.prompt\.md, none of a\.prompt\.md\. Choose a report that/),
    );
    assert.throws(() => runOfReport([], run, '/x/r.json'), isClear(/^r\.json has no run at all,/));
  });
});
