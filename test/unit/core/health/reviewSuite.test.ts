import assert from 'node:assert/strict';
import { decisionEdits, nextReview, reasonFor } from '../../../../src/core/health/decision.ts';
import type { HistoryEvent } from '../../../../src/core/health/events.ts';
import type { ReviewedMetric } from '../../../../src/core/health/proposal.ts';
import { retirementsToRecord, reviewSuite } from '../../../../src/core/health/reviewSuite.ts';
import { reviewLines } from '../../../../src/core/health/reviewText.ts';
import { builtInMetrics } from '../../../../src/core/metrics/builtIn.ts';
import { applyEdits } from '../../../../src/core/suite/edit/textEdit.ts';
import { readSuite } from '../../../../src/core/suite/readSuite.ts';
import { MemoryStore } from '../../../../src/node/store/memoryStore.ts';
import { day, run, suitePath } from '../../../support/history.ts';

const text = `# Ours
prompt: a.prompt.md
metrics:
  - id: no-emoji          # since the complaint
    type: excludes
    value: ":)"
  - { id: short, type: length, unit: words, max: 20 }
cases:
  - { id: a }
`;

function suiteFrom(source: string) {
  const { value } = readSuite({ path: suitePath, text: source }, builtInMetrics);
  assert.ok(value);
  return value;
}

function storeWith(outcomes: ReturnType<typeof run>[]): MemoryStore {
  const store = new MemoryStore();
  store.outcomes = async () => outcomes;
  return store;
}

const quietRuns = Array.from({ length: 12 }, (_, i) =>
  run(`r${i}`, `v${i % 4}`, i * 10, { 'no-emoji': 'pppp', short: i === 11 ? 'fppp' : 'pppp' }),
);

async function reviewed(source: string, store = storeWith(quietRuns)) {
  return reviewSuite(suiteFrom(source), ['Be kind.'], {
    store,
    clock: { now: () => 120 * day },
    registry: builtInMetrics,
  });
}

describe('The review of a suite', () => {
  it('puts what wants something first, with the evidence', async () => {
    const [first, second] = await reviewed(text);

    assert.equal(first?.health.metric, 'no-emoji');
    assert.equal(first?.proposal.kind, 'retire');
    assert.match(reviewLines(first)[0] ?? '', /never failed in 120 days/);
    assert.equal(second?.proposal.kind, 'keep');
  });

  it('does not know what judges cost, and does not call it nothing', async () => {
    const [judge] = await reviewed(
      'metrics:\n  - { id: kind, type: judge, criteria: The reply is kind. }\n',
      storeWith([run('r', 'v', 1, { kind: 'p' })]),
    );

    assert.ok(judge);
    assert.equal(judge.health.cost, null);
    assert.match(reviewLines(judge).join(' '), /cost is not known/);
  });

  it('records once what was retired and restored, however the file was edited', async () => {
    const store = storeWith([]);
    const retired = applyEdits(
      text,
      decisionEdits(
        suiteFrom(text),
        'no-emoji',
        { kind: 'retire', reason: 'Allowed now.' },
        '2026-11-25',
      ),
    );

    await reviewed(retired, store);
    await reviewed(retired, store);
    await reviewed(text, store);
    await reviewed(text, store);

    const events: readonly HistoryEvent[] = await store.events(suitePath);
    assert.deepEqual(
      events.map((event) => [event.type, 'metric' in event && event.metric]),
      [
        ['retired', 'no-emoji'],
        ['restored', 'no-emoji'],
      ],
    );
  });

  it('does not call a metric restored that is gone from the file', () => {
    const suite = { ...suiteFrom(text), metrics: [] };
    const event = { type: 'retired' as const, time: 1, suite: suitePath, metric: 'x', reason: '' };

    assert.deepEqual(retirementsToRecord(suite, [event], 2), []);
  });
});

describe('A decision about a metric', () => {
  const edited = (decision: Parameters<typeof decisionEdits>[2], source = text, id = 'no-emoji') =>
    applyEdits(source, decisionEdits(suiteFrom(source), id, decision, '2026-11-25'));

  it('to keep it sets the day of its next review and leaves all else as it stands', () => {
    const after = edited({ kind: 'keep', until: '2027-02-23' });

    assert.equal(suiteFrom(after).metrics[0]?.review, '2027-02-23');
    assert.equal(after.replace(/\n {4}review:.*/, ''), text);
  });

  it('to keep it overwrites the day that is past', () => {
    const before = edited({ kind: 'keep', until: '2026-01-01' });

    const after = edited({ kind: 'keep', until: '2027-02-23' }, before);

    assert.equal(after, before.replace('2026-01-01', '2027-02-23'));
  });

  for (const id of ['no-emoji', 'short'])
    it(`to quarantine it makes it a hint that runs offline (${id})`, () => {
      const metric = suiteFrom(edited({ kind: 'quarantine' }, text, id)).metrics.find(
        (one) => one.id === id,
      );

      assert.equal(metric?.severity, 'hint');
      assert.equal(metric?.stage, 'offline');
    });

  it('to retire it moves it with its text, from where it is restored as it was', () => {
    const after = edited({ kind: 'retire', reason: 'Allowed now.' });
    const suite = suiteFrom(after);

    assert.deepEqual(
      suite.metrics.map(({ id }) => id),
      ['short'],
    );
    assert.equal(suite.retired[0]?.reason, 'Allowed now.');
    const back = applyEdits(
      after,
      decisionEdits(suite, 'no-emoji', { kind: 'restore' }, '2026-11-26'),
    );
    assert.match(back, /id: no-emoji {10}# since the complaint/);
    assert.equal(suiteFrom(back).retired.length, 0);
  });

  const twins = [
    '# Ours.',
    'metrics:',
    '  - type: contains # the first',
    '    id: a',
    '    value: x',
    '    goal: calm',
    '  - { type: excludes, id: b, value: y, guards: Be calm., goal: kind, issue: "T-1" }',
    'goals: { calm: Calm, kind: Kind }',
    '',
  ].join('\n');
  const merging = { kind: 'merge' as const, into: 'a', reason: 'The same.' };

  it('to merge it retires it, and the one that stays takes over what it does not say of itself', () => {
    const after = edited(merging, twins, 'b');

    const { metrics, retired } = suiteFrom(after);
    assert.deepEqual(
      metrics.map(({ id, guards, goal, issue }) => ({ id, guards, goal, issue })),
      [{ id: 'a', guards: 'Be calm.', goal: 'calm', issue: 'T-1' }],
    );
    assert.equal(retired[0]?.reason, 'The same.');
    assert.match(after, /^# Ours\.\nmetrics:\n {2}- type: contains # the first\n/);
  });

  it('to merge it leaves a shared metric as it is', () => {
    const suite = suiteFrom(twins);
    const shared = suite.metrics.map((metric) =>
      metric.id === 'a' ? { ...metric, file: '/w/shared.metrics.yaml' } : metric,
    );

    const edits = decisionEdits({ ...suite, metrics: shared }, 'b', merging, '2026-11-25');

    assert.doesNotMatch(applyEdits(twins, edits), /value: x\n {4}guards/);
  });

  it('is looked at again after 90 days', () => {
    assert.equal(nextReview(Date.UTC(2026, 10, 25, 13)), '2027-02-23');
  });

  it('is offered the evidence as its reason', async () => {
    const [first] = await reviewed(text);
    assert.ok(first);

    assert.match(reasonFor(first), /^It has never failed in 120 days/);
    const merge: ReviewedMetric = {
      ...first,
      proposal: { kind: 'merge', into: 'short', evidence: ['Same.'] },
    };
    assert.equal(reasonFor(merge), 'Same. Merged into short.');
  });
});
