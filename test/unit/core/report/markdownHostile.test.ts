import assert from 'node:assert/strict';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { parseFragment } from 'parse5';
import { compareRuns } from '../../../../src/core/compare/compareRuns.ts';
import type { LogRate } from '../../../../src/core/logs/logRates.ts';
import { markdownReport } from '../../../../src/core/report/markdown.ts';
import type { ReportedRun } from '../../../../src/core/results/report.ts';
import { hostileTexts } from '../../../support/hostileText.ts';
import { caseResultOf, runOf, scoreOf, trialOf } from '../../../support/runs.ts';

/** As the preview of VS Code, and more forgiving: all HTML goes through, and addresses become links. */
const renderer = new MarkdownIt({ html: true, linkify: true });
renderer.linkify.set({ fuzzyLink: false });

/** A report that holds a text wherever it can hold one that is not the tool's. */
function reportWith(text: string): string {
  const run = (passes: boolean) => {
    const scored = Array.from({ length: 12 }, (_, at) =>
      caseResultOf(`${at} ${text}`, {
        trials: [
          trialOf('', {
            scores: [
              scoreOf(passes, { explanation: text }),
              scoreOf(true, { metric: 'calm', explanation: text }),
            ],
          }),
        ],
      }),
    );
    const failed = caseResultOf(`failed ${text}`, {
      trials: [trialOf('', { scores: [], error: { code: 'model-server-error', message: text } })],
    });
    const made = runOf({
      cases: passes ? scored : [...scored, failed],
      model: { provider: 'fake', name: `m ${text}`, isSimulated: false },
      prompt: `/w/p ${text}`,
    });
    const [metric] = made.metrics;
    assert.ok(metric);
    const named = { ...metric, name: `n ${text}`, goal: 'risk', target: 0.9 };
    return {
      ...made,
      metrics: [named, { ...metric, id: 'calm', name: `c ${text}`, goal: 'calm' }],
    };
  };
  const old = run(true);
  const now = run(false);
  const reported: ReportedRun = {
    run: now,
    comparison: compareRuns(old, now, { baselineLabel: `b ${text}` }),
    findings: [],
    goals: [
      { id: 'risk', text: `g ${text}` },
      { id: 'calm', text: `h ${text}` },
    ],
    lines: {
      total: 9,
      failures: [{ line: 3, metric: 'has-question', explanation: text }],
      rates: [logRate(text)],
    },
  };
  return markdownReport([reported], (path) => path, 'regression');
}

function logRate(text: string): LogRate {
  const period = { start: '2026-11-24', passed: 1, scored: 20, rate: 0.05 };
  return {
    metric: 'has-question',
    passed: 1,
    scored: 20,
    issue: text,
    unit: 'day',
    series: [{ ...period, interval: [0.01, 0.2] }],
    changes: [],
    current: { passed: 1, scored: 20, rate: 0.05, interval: [0.01, 0.2] },
    isAlert: true,
  };
}

interface Rendered {
  /** Elements with their attributes, in order. */
  readonly elements: readonly string[];
  readonly text: string;
}

function rendered(markdown: string): Rendered {
  const elements: string[] = [];
  let text = '';
  const walk = (node: object) => {
    if ('tagName' in node && typeof node.tagName === 'string') {
      const attributes = 'attrs' in node && Array.isArray(node.attrs) ? node.attrs : [];
      elements.push([node.tagName, ...attributes.map(({ name }) => String(name))].join(' '));
    }
    if ('value' in node && typeof node.value === 'string') text += node.value;
    if ('childNodes' in node && Array.isArray(node.childNodes)) node.childNodes.forEach(walk);
  };
  walk(parseFragment(renderer.render(markdown)));
  return { elements, text };
}

/** What nobody would see, or what changes how the rest is shown. */
const hidden =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\udb40[\udc00-\udc7f]/u;

describe('markdownReport of hostile text', () => {
  const calm = rendered(reportWith('text'));

  for (const [name, text] of Object.entries(hostileTexts)) {
    it(`shows it as text: ${name}`, () => {
      const markdown = reportWith(text);

      assert.deepEqual(rendered(markdown).elements, calm.elements);
      assert.doesNotMatch(markdown, hidden);
      assert.ok(markdown.isWellFormed());
      assert.ok(markdown.length < 60_000, `${markdown.length} characters`);
    });
  }

  it('has the same elements whatever the text is', () => {
    const signs = fc.constantFrom(
      ...'`*_~[]()<>|#&\\!-+=:;"\'$@/.{} \n\t',
      'a',
      '1',
      'www.',
      '://',
    );
    const texts = fc.oneof(
      fc.string({ unit: signs, maxLength: 40 }),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        assert.deepEqual(rendered(reportWith(text)).elements, calm.elements);
      }),
      { numRuns: 200 },
    );
  });

  it('still says what was written', () => {
    const { text } = rendered(reportWith('a<b> | `c` **d** [e](f) \u202eg'));

    assert.ok(text.includes('n a<b> | `c` **d** [e](f) \ufffdg'), text.slice(0, 500));
  });
});
