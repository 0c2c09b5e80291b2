import assert from 'node:assert/strict';
import { junitReport } from '../../../../src/cli/reporters/junit.ts';
import { caseResultOf, scoreOf, trialOf } from '../../../support/runs.ts';
import { regressed, runThat, show, unscoredRun } from './inputs.ts';

/** The parts of a document that are well-formed or not: tags in order, closed in order. */
function assertWellFormed(xml: string): void {
  const open: string[] = [];
  const rest = xml.replace(/<(\/?)([a-z-]+)((?: [a-z]+="[^"<>]*")*)(\/?)>/gi, (...found) => {
    const [, isClosing, name, , isEmpty] = found;
    if (isClosing === '/') assert.equal(open.pop(), name);
    else if (isEmpty !== '/') open.push(String(name));
    return '';
  });
  assert.deepEqual(open, []);
  assert.doesNotMatch(rest.replace('<?xml version="1.0" encoding="UTF-8"?>', ''), /[<>]/);
  assert.doesNotMatch(rest, /&(?!(?:amp|lt|gt|quot|#\d+);)/);
  assert.doesNotMatch(xml, /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
}

describe('junitReport', () => {
  it('has a failure for a metric that regressed, with its cases', () => {
    const xml = junitReport([regressed()], show, 'regression');

    assertWellFormed(xml);
    assert.match(xml, /tests="13" failures="1" errors="0" skipped="0"/);
    assert.match(xml, /<failure type="regression" message="[^"]*got worse/);
    assert.match(xml, /case 11: It does not\./);
  });

  it('has a failure for a metric below its target where failures count', () => {
    const run = runThat(false);

    assert.match(junitReport([{ run }], show, 'failure'), /<failure type="below-target"/);
    assert.doesNotMatch(junitReport([{ run }], show, 'regression'), /<failure/);
  });

  it('has a failure for a metric that could not be scored where failures count', () => {
    const run = unscoredRun();

    assert.match(
      junitReport([{ run }], show, 'failure'),
      /<failure type="not-scored" message="The/,
    );
    assert.match(junitReport([{ run }], show, 'never'), /<skipped message="The metric ran longer/);
  });

  it('says why a metric could not be scored on log lines', () => {
    const run = { ...unscoredRun(), cases: [] };
    const unscored = run.metrics.map(({ id }) => ({ metric: id, explanation: 'No value.' }));
    const lines = { total: 2, failures: [], unscored };

    assert.match(
      junitReport([{ run, lines }], show, 'failure'),
      /<failure type="not-scored" message="No value\."/,
    );
  });

  it('has an error for a case that could not run, and none for a failed score', () => {
    const error = { code: 'model-timeout', message: 'Too slow.' };
    const run = {
      ...runThat(true),
      cases: [
        caseResultOf('late', { trials: [trialOf('', { error, output: null, scores: [] })] }),
        caseResultOf('wrong', { trials: [trialOf('x', { scores: [scoreOf(false)] })] }),
        caseResultOf('absent', { trials: [] }),
      ],
    };

    const xml = junitReport([{ run }], show, 'failure');

    assert.match(xml, /errors="1" skipped="1"/);
    assert.match(xml, /name="late"[^>]*>\s*<error type="model-timeout" message="Too slow\."\/>/);
    assert.match(xml, /<system-out>has-question: It does not\.<\/system-out>/);
  });

  it('stays well-formed whatever ids and explanations hold', () => {
    const hostile = '</failure><x y="&amp;\u0000\u001b]]>\ud800';
    const score = scoreOf(false, { explanation: hostile });
    const cases = [caseResultOf(hostile, { trials: [trialOf(hostile, { scores: [score] })] })];

    assertWellFormed(junitReport([regressed({ ...runThat(false), cases })], show, 'failure'));
  });
});
