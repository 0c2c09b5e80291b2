import assert from 'node:assert/strict';
import { issueEdits, splitIssue } from '../../../../src/core/complaint/issueEdits.ts';
import { readConversation } from '../../../../src/core/complaint/readConversation.ts';
import { builtInMetrics } from '../../../../src/core/metrics/builtIn.ts';
import { applyEdits } from '../../../../src/core/suite/edit/textEdit.ts';
import { readSuite } from '../../../../src/core/suite/readSuite.ts';

const conversation = readConversation(
  'Customer: Mein Router blinkt rot.\nBot: Bitte starten Sie ihn neu.\nCustomer: Und jetzt?\nBot: Please call us.',
);
const complaint = { conversation, mark: '', issue: 'German is answered in English' };
const metric = {
  name: "Replies in the customer's language",
  type: 'language',
  parameters: { 'same-as': 'last-user-message', 'apply-to': 'every-turn' },
  guards: 'Always reply in the language of the customer.',
  because: 'x',
};

function read(text: string) {
  const { value, problems } = readSuite({ path: '/w/a.metrics.yaml', text }, builtInMetrics);
  assert.deepEqual(
    problems.filter(({ severity }) => severity === 'error'),
    [],
  );
  assert.ok(value);
  return value;
}

function edited(text: string, own: Partial<Parameters<typeof issueEdits>[1]> = {}) {
  const suite = read(text);
  const { edits, ...ids } = issueEdits(
    suite,
    { complaint, metric, variables: {}, today: '2026-11-25', ...own },
    (id) => suite.cases.some((item) => item.id === id),
  );
  const changed = applyEdits(text, edits);
  return { text: changed, suite: read(changed), ...ids };
}

const full = `# Ours
prompt: a.prompt.md
goals:
  effort: One short read   # Ada
metrics:
  - { type: length, unit: words, max: 20 }
cases:
  - id: a # first
`;

describe('A complaint', () => {
  it('becomes a case and a metric of the suite, with issue, goal, guarded line and day', () => {
    const { suite, metricId, caseId } = edited(full, {
      goal: { id: 'effort' },
      link: 'https://t.example/4711',
    });

    const added = suite.metrics.find(({ id }) => id === metricId);
    assert.equal(added?.goal, 'effort');
    assert.equal(added?.issue, 'https://t.example/4711');
    assert.equal(added?.guards, metric.guards);
    assert.equal(added?.added, '2026-11-25');
    const item = suite.cases.find(({ id }) => id === caseId);
    assert.equal(caseId, 'german-is-answered-in-english');
    assert.deepEqual(item?.turns, ['Und jetzt?']);
    assert.equal(item?.messages.length, 2);
  });

  it('leaves every line of the suite as it stands', () => {
    const { text } = edited(full, { goal: { text: 'Fewer escalations' } });

    const left = text.split('\n');
    for (const line of full.split('\n')) assert.ok(left.includes(line), line);
  });

  for (const [what, text] of [
    ['goals in lines', full],
    ['goals in braces', full.replace(/goals:\n.*\n/, 'goals: { effort: One short read }\n')],
    ['goals without value', full.replace(/goals:\n.*\n/, 'goals:\n')],
    ['empty goals', full.replace(/goals:\n.*\n/, 'goals: {}\n')],
    ['no goals', full.replace(/goals:\n.*\n/, '')],
    ['nothing but a prompt', 'prompt: a.prompt.md\n'],
    ['nothing but a prompt, without line end', 'prompt: a.prompt.md'],
    ['Windows line ends', full.replaceAll('\n', '\r\n')],
  ] as const)
    it(`names a new goal (${what})`, () => {
      const { suite, metricId } = edited(text, { goal: { text: 'Fewer: escalations, please' } });

      assert.equal(suite.goals.at(-1)?.text, 'Fewer: escalations, please');
      assert.equal(suite.goals.at(-1)?.id, 'fewer-escalations-please');
      assert.equal(
        suite.metrics.find(({ id }) => id === metricId)?.goal,
        'fewer-escalations-please',
      );
    });

  it('does not take an id that is taken, nor one of a retired metric', () => {
    const once = edited(full).text;

    const twice = edited(once);

    assert.equal(twice.metricId, 'replies-in-the-customers-language-2');
    assert.equal(twice.caseId, 'german-is-answered-in-english-2');
  });

  it('may become a case alone', () => {
    const { suite, metricId } = edited(full, { metric: undefined });

    assert.equal(metricId, undefined);
    assert.equal(suite.metrics.length, 1);
    assert.equal(suite.cases.length, 2);
  });
});

describe('An issue in words', () => {
  for (const [said, expected] of [
    ['Wrong refund', { issue: 'Wrong refund' }],
    ['Wrong refund: https://t.example/4', { issue: 'Wrong refund', link: 'https://t.example/4' }],
    ['https://t.example/4', { issue: 'https://t.example/4', link: 'https://t.example/4' }],
    ['Wrong (https://t.example/4)', { issue: 'Wrong ( )', link: 'https://t.example/4' }],
  ] as const)
    it(`is told from its address: ${said}`, () => {
      const found = splitIssue(said);

      assert.equal(found.link, 'link' in expected ? expected.link : undefined);
      assert.match(found.issue, /^(Wrong|https)/);
    });
});
