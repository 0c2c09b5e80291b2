import assert from 'node:assert/strict';
import type { MetricCard } from '../../../../src/core/views/metricCard.ts';
import {
  caseHover,
  fenced,
  type HoverOptions,
  metricHover,
} from '../../../../src/vscode/hovers/hoverText.ts';

const card: MetricCard = {
  metric: 'same-language',
  name: "Replies in the customer's language",
  target: 0.95,
  goal: 'Fewer escalations',
  result: { passed: 8, scored: 12, rate: 8 / 12 },
  compared: {
    ...{ told: 'regressed', old: 1, new: 8 / 12, baseline: 'previous version' },
    change: '100 % -> 67 % (-33 points; the true change is likely 8 to 59 points worse)',
    rerun: 'failed again on re-run: 4 of 4',
  },
  failing: [
    { id: 'german', isWorse: true, why: 'The reply is in English.', output: 'Please reset it.' },
  ],
};

const options: HoverOptions = {
  ...{
    prompt: '/w/a (1).prompt.md',
    suite: '/w/a (1).metrics.yaml',
    isStale: false,
    isSimulated: false,
  },
  ...{ backdrop: 'dark', history: [1, 1, 8 / 12], place: 'file:///w/a%20(1).metrics.yaml#L4' },
};

function textOf(own: Partial<MetricCard> = {}, more: Partial<HoverOptions> = {}): string {
  return metricHover({ ...card, ...own }, { ...options, ...more })
    .map(({ text }) => text)
    .join('\n');
}

describe('metricHover', () => {
  it('says result, verdict and what it rests on', () => {
    assert.match(
      textOf(),
      /8 of 12 passed \(67 %\), was 100 %, target 95 %: \*\*got worse\*\* against previous version\./,
    );
    assert.match(textOf(), /Failed again on re-run: 4 of 4\./);
  });

  it('does not repeat what the mark above it in the same hover has said', () => {
    const text = textOf({}, { isBelowMark: true });

    assert.doesNotMatch(text, /8 of 12|Failed again|\*\*Replies/);
    assert.match(text, /Pass rate over 3 versions/);
    assert.match(text, /Please reset it\./);
  });

  it('offers to take back the change that is the cause, where that is known', () => {
    assert.match(
      textOf({}, { canRevert: true }),
      /\[Revert this change\]\(command:microMetrics\.revertChange\?/,
    );
    assert.doesNotMatch(textOf(), /Revert/);
  });

  it('begins with history and links below a mark, and adds what the mark has no room for', () => {
    const [ours] = metricHover(card, { ...options, isBelowMark: true });

    const [first, ...others] = (ours?.text ?? '').split('\n\n');
    assert.match(first ?? '', /^!\[Pass rate over 3 versions.*Show the comparison.*1 failing case/);
    assert.deepEqual(others, [
      'Goal at risk: Fewer escalations',
      '100 % -> 67 % (-33 points; the true change is likely 8 to 59 points worse).',
    ]);
  });

  it('leaves the size of the change to a mark that has nothing better to say', () => {
    const compared = card.compared && { ...card.compared, rerun: '' };

    assert.doesNotMatch(textOf({ compared }, { isBelowMark: true }), /points/);
  });

  it('draws the history and says it in words', () => {
    assert.match(
      textOf(),
      /!\[Pass rate over 3 versions, oldest first: 100 %, 100 %, 67 %.*\]\(data:image\/svg\+xml,%3Csvg[^)]*\)/,
    );
  });

  it('draws nothing where there is one version only', () => {
    assert.doesNotMatch(textOf({}, { history: [] }), /data:/);
  });

  it('says when the text was edited since, and that a model is simulated', () => {
    assert.match(
      textOf({}, { isStale: true, isSimulated: true }),
      /edited since the last run, simulated/,
    );
    assert.doesNotMatch(textOf(), /edited since|simulated/);
  });

  it('leads to the panel, to the failing cases and to the metric', () => {
    const targets = [...textOf().matchAll(/\]\(([^)]*)\)/g)].map(([, target]) => target ?? '');

    assert.deepEqual(
      targets.map((target) => target.replace(/[?,#].*/, '')),
      [
        'data:image/svg+xml',
        'command:microMetrics.openPanel',
        'command:microMetrics.peekCases',
        'file:///w/a%20%281%29.metrics.yaml',
      ],
    );
    const argument = decodeURIComponent(targets[1]?.split('?')[1] ?? '');
    assert.deepEqual(JSON.parse(argument), [
      { prompt: options.prompt, suite: options.suite, metric: card.metric },
    ]);
  });

  it('keeps what a model said out of the parts whose links work', () => {
    const hostile = '[x](command:workbench.action.quit) ```\n[y](command:z)';

    const parts = metricHover(
      { ...card, failing: [{ id: hostile, isWorse: true, why: hostile, output: hostile }] },
      options,
    );

    const ours = parts.filter(({ origin }) => origin === 'ours');
    assert.ok(ours.every(({ text }) => !text.includes('quit') && !text.includes('command:z')));
    assert.equal(parts.length - ours.length, 1);
  });

  it('makes no link of the name of a metric or a goal', () => {
    const name = '[x](command:microMetrics.stop) $(zap) <b>';

    const [part] = metricHover({ ...card, name, goal: name }, options);

    assert.doesNotMatch(part?.text ?? '', /\[x\]\(|<b>/);
    // Markdown takes one backslash, the editor the other.
    assert.ok(part?.text.includes('\\\\$(zap)'));
    assert.doesNotMatch(part?.text ?? '', /(?<!\\\\)\$\(zap\)/);
  });
});

describe('caseHover', () => {
  it('adds to a mark that has said why only the reply and where to look', () => {
    const [failing] = card.failing;
    assert.ok(failing);

    const parts = caseHover(failing, ['Same language'], { ...options, isBelowMark: true });

    assert.match(parts[0]?.text ?? '', /^\[Show the comparison\]/);
    assert.equal(parts[1]?.text, '```text\nPlease reset it.\n```');
  });

  it('names the metrics that the case fails', () => {
    const [failing] = card.failing;
    assert.ok(failing);

    const [part] = caseHover(failing, ['Same language', 'Short'], options);

    assert.match(part?.text ?? '', /\*\*german\*\* fails Same language, Short/);
  });
});

describe('fenced', () => {
  it('has a fence that its text cannot end', () => {
    assert.equal(fenced('a\n````\nb'), '`````text\na\n````\nb\n`````');
  });

  it('cuts long texts and says so', () => {
    const text = fenced(Array.from({ length: 50 }, (_, at) => `line ${at}`).join('\n'));

    assert.equal(text.split('\n').length, 10);
    assert.match(text, /line 7\u2026\n```$/);
  });

  it('shows characters that would hide or turn the text', () => {
    assert.doesNotMatch(fenced('a\u202eb\u0007'), /[\u202e\u0007]/);
  });
});
