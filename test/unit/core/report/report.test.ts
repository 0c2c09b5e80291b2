import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { compareRuns } from '../../../../src/core/compare/compareRuns.ts';
import { isEvalError } from '../../../../src/core/errors.ts';
import { readReport } from '../../../../src/core/report/readReport.ts';
import { jsonReport } from '../../../../src/core/report/report.ts';
import { reportJsonSchema } from '../../../../src/core/report/reportSchema.ts';
import { caseResultOf, replyOf, runOf, scoreOf, trialOf } from '../../../support/runs.ts';

const show = (path: string) => path.replace('/w/', '');
const failed = trialOf('', {
  output: null,
  replies: [],
  scores: [],
  error: { code: 'model-timeout', message: 'Too slow.' },
});
const talk = trialOf('two', {
  replies: [replyOf('one', { turn: 'Hi.' }), replyOf('two', { turn: 'And?', model: 'm-1' })],
  scores: [
    scoreOf(true),
    scoreOf(false, { metric: 'other', status: 'skipped', value: null, passed: null }),
  ],
});
const run = runOf({
  cases: [caseResultOf('a', { trials: [talk] }), caseResultOf('b', { trials: [failed] })],
});
const comparison = compareRuns(runOf(), run, { baselineLabel: 'before' });
const report = JSON.parse(JSON.stringify(jsonReport([{ run, comparison }], show)));

describe('the JSON report', () => {
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  const isValid = ajv.compile(reportJsonSchema());

  it('keeps to its schema, which knows of no other keys', () => {
    const withMore = { ...report, more: 1 };

    assert.ok(isValid(report), ajv.errorsText(isValid.errors));
    assert.equal(isValid(withMore), false);
  });

  it('has its schema in schemas/ as npm run schema writes it', () => {
    const url = new URL('../../../../schemas/report.schema.json', import.meta.url);

    const written = JSON.parse(readFileSync(url, 'utf8'));

    assert.deepEqual(
      written,
      JSON.parse(JSON.stringify(reportJsonSchema())),
      'Run npm run schema.',
    );
  });

  it('has every part of the contract', () => {
    const [reported] = report.runs;
    const [metric] = reported.metrics;
    const [item] = reported.cases;
    const [trial] = item.trials;
    const { comparison: compared } = reported;
    const contract: readonly (readonly [object, string])[] = [
      [report, 'version runs'],
      [reported, 'prompt promptVersion suite model startedAt durationMs usage metrics cases'],
      [reported.usage, 'requests cached inputTokens outputTokens cost'],
      [metric, 'id name type stage severity passed scored failed skipped passRate interval'],
      [item, 'id trials'],
      [trial, 'trial output cached latencyMs model scores'],
      [trial.scores[0], 'metric status value passed explanation'],
      [compared, 'baseline metrics cases'],
      [compared.metrics[0], 'id verdict old new difference interval pValue pAdjusted'],
      [compared.cases[0], 'id verdict metrics'],
      [compared.cases[0].metrics[0], 'id old new verdict'],
    ];

    for (const [part, keys] of contract)
      for (const key of keys.split(' ')) assert.ok(Object.hasOwn(part, key), `${key} of ${keys}`);
  });

  it('names the place of a mistake in the whole report, however it is taken apart', () => {
    const [known] = report.runs;
    const cases = Array.from({ length: 120 }, (_, index) => ({
      ...known.cases[0],
      id: `${index}`,
    }));
    cases[110].trials = 'none';
    const broken = { ...report, runs: [known, { ...known, cases }] };

    assert.throws(
      () => readReport(JSON.stringify(broken), 'r.json'),
      (error) =>
        isEvalError(error, 'bad-file') && error.message.includes(': runs.1.cases.110.trials: '),
    );
  });

  it('is read whole where it has more cases than are checked at once', () => {
    const [known] = report.runs;
    const cases = Array.from({ length: 120 }, (_, index) => ({
      ...known.cases[0],
      id: `${index}`,
    }));
    const many = {
      ...report,
      runs: [
        { ...known, cases },
        { ...known, cases: [] },
      ],
    };

    const [read, empty] = readReport(JSON.stringify(many), 'r.json');

    assert.deepEqual(
      read?.cases.map(({ id }) => id),
      cases.map(({ id }) => id),
    );
    assert.deepEqual(empty?.cases, []);
  });

  it('is read back as the runs that it was made of', () => {
    const [read] = readReport(JSON.stringify(report), 'r.json');

    assert.ok(read);
    assert.equal(read.prompt, 'a.prompt.md');
    assert.deepEqual(
      read.cases.map(({ id, inputHash }) => [id, inputHash]),
      run.cases.map(({ id, inputHash }) => [id, inputHash]),
    );
    assert.deepEqual(
      read.cases[0]?.trials[0]?.replies.map(({ text, turn }) => [text, turn]),
      [
        ['one', 'Hi.'],
        ['two', 'And?'],
      ],
    );
    assert.equal(read.cases[1]?.trials[0]?.error?.code, 'model-timeout');
    assert.deepEqual(read.metrics, run.metrics);
  });

  const bad = { 'no JSON': '{', 'another version': '{"version":2,"runs":[]}', 'a list': '[]' };
  for (const [name, text] of Object.entries(bad)) {
    it(`is not taken from ${name}`, () => {
      assert.throws(
        () => readReport(text, 'r.json'),
        (error) => isEvalError(error, 'bad-file') && error.message.includes('r.json'),
      );
    });
  }
});
