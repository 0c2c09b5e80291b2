import assert from 'node:assert/strict';
import { markdownReport } from '../../../../src/core/report/markdown.ts';
import { code, plain } from '../../../../src/core/report/markdownText.ts';
import { caseResultOf, scoreOf, trialOf } from '../../../support/runs.ts';
import { goals, regressed, runThat, show } from '../../cli/reporters/inputs.ts';

describe('markdownReport', () => {
  it('leads with goals, then metrics that moved, then cases', () => {
    const text = markdownReport([regressed()], show, 'regression');

    const places = [
      '## Micro Metrics: 1 got worse',
      '### Goals',
      'Fewer escalations',
      '| Metric',
      '### Cases',
    ];
    const found = places.map((place) => text.indexOf(place));
    assert.ok(
      found.every((at) => at >= 0),
      text,
    );
    assert.deepEqual(
      found,
      found.toSorted((a, b) => a - b),
    );
    assert.match(text, /❌ \*\*Fewer escalations\*\*: at risk/);
    assert.match(text, /\| ❌ \| Says question \| 100 % \| 0 % \| -100 points .*\| got worse/);
    assert.match(text, /`case 0` \| Says question \| 100 % \| 0 of 1 \| It does not\./);
  });

  it('is calm when nothing moved', () => {
    const text = markdownReport([regressed(runThat(true))], show, 'regression');

    assert.match(text, /^## Micro Metrics: nothing got worse\n/);
    assert.doesNotMatch(text, /❌|### Cases/);
  });

  it('does not say of a goal that nothing was scored for that it holds', () => {
    const run = runThat(true);
    const unscored = run.metrics.map((item) => ({
      ...item,
      ...{ passed: 0, scored: 0, passRate: null, interval: null },
    }));

    const text = markdownReport([{ run: { ...run, metrics: unscored }, goals }], show, 'failure');

    assert.match(text, /⚪ \*\*Fewer escalations\*\*: not known/);
  });

  it('shows at most twenty cases', () => {
    const cases = Array.from({ length: 50 }, (_, index) =>
      caseResultOf(`c${index}`, { trials: [trialOf('x', { scores: [scoreOf(false)] })] }),
    );

    const text = markdownReport([{ run: { ...runThat(false), cases } }], show, 'failure');

    assert.equal(text.match(/^\| `c\d+` /gm)?.length, 20);
    assert.match(text, /and 30 more/);
  });
});

describe('plain', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['a | b', 'a \\| b'],
    ['<img src=x>', '&lt;img src=x&gt;'],
    ['[click](http://x)', '\\[click\\](http://\u200bx)'],
    ['@owner see #12', '@\u200bowner see \\#\u200b12'],
    ['*bold* `code`', '\\*bold\\* \\`code\\`'],
    ['two\nlines', 'two lines'],
  ];
  for (const [given, expected] of rows) {
    it(`makes no markup of ${JSON.stringify(given)}`, () => assert.equal(plain(given), expected));
  }
});

describe('code', () => {
  it('has a fence that its text does not hold', () => {
    assert.equal(code('a `b` ``c``'), '``` a `b` ``c`` ```');
  });

  it('does not end the cell of a table', () => {
    assert.equal(code('a|b'), '`a\\|b`');
  });
});
