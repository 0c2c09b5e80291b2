import assert from 'node:assert/strict';
import type { Regression } from '../../../../src/core/views/regressionList.ts';
import type { VersionEntry } from '../../../../src/core/views/versionList.ts';
import { promptNode } from '../../../../src/vscode/views/promptNodes.ts';
import { regressionNodes } from '../../../../src/vscode/views/regressionNodes.ts';
import { ageText, versionNode, versionOfNode } from '../../../../src/vscode/views/versionNodes.ts';
import { runOf } from '../../../support/runs.ts';

const prompt = '/w/sub/a.prompt.md';
const facts = { path: prompt, shown: 'sub/a.prompt.md', hasSuite: true, runs: [] };

describe('A row of the prompts view', () => {
  it('offers a suite to a prompt without one', () => {
    const node = promptNode({ ...facts, hasSuite: false });

    assert.equal(node.context, 'promptWithoutSuite');
    assert.equal(node.description, 'no suite yet  sub');
  });

  it('says that nothing ran yet rather than that nothing passed', () => {
    assert.equal(promptNode(facts).description, 'not run yet  sub');
  });

  it('shows trend, result and cost of stored runs', () => {
    const node = promptNode({ ...facts, runs: [runOf(), runOf({ id: 'before' })] });

    assert.equal(node.description, '██  1/1 pass  $0.0020  sub');
  });

  it('does not take an unknown price for nothing', () => {
    const usage = { ...runOf().usage, cost: null };

    assert.match(
      promptNode({ ...facts, runs: [runOf({ usage })] }).description ?? '',
      /cost unknown/,
    );
  });

  it('shows a run that goes on, and where it stands', () => {
    const running = { done: 3, total: 18, cost: 0 };
    const state = { prompt, results: [], isStale: false, running };

    const node = promptNode({ ...facts, state });

    assert.match(node.description ?? '', /^running, 3 of 18/);
    assert.equal(node.context, 'promptRunning');
  });
});

function regression(own: Partial<Regression> = {}): Regression {
  return {
    ...{ prompt, suite: '/w/sub/a.metrics.yaml', metric: 'kind', name: 'Kind', severity: 'error' },
    ...{ old: 1, new: 0.5, difference: -0.5, pAdjusted: 0.01, summary: 'Kind got worse.' },
    ...{ place: undefined, isStale: false, isSimulated: false },
    cases: [{ id: 'a', why: 'was \u202e rude', place: undefined }],
    ...own,
  };
}

describe('Rows of the regressions view', () => {
  it('lead from a metric and from a case to the comparison there', () => {
    const { nodes, targets } = regressionNodes([regression()]);

    const child = nodes[0]?.children?.[0];
    assert.deepEqual(targets.get(nodes[0]?.id ?? ''), { prompt, metric: 'kind' });
    assert.deepEqual(targets.get(child?.id ?? ''), { prompt, metric: 'kind', caseId: 'a' });
  });

  it('show what models wrote without characters that hide or turn text', () => {
    const [node] = regressionNodes([regression()]).nodes;

    assert.equal(node?.children?.[0]?.description, 'was ⟨U+202E⟩ rude');
  });

  it('are grey, closed and marked in words once the text was edited', () => {
    const [node] = regressionNodes([regression({ isStale: true })]).nodes;

    assert.equal(node?.icon?.color, 'disabledForeground');
    assert.equal(node?.isExpanded, false);
    assert.match(node?.description ?? '', /edited since/);
  });

  it('do not call an unknown rate 0', () => {
    assert.match(
      regressionNodes([regression({ old: null })]).nodes[0]?.label ?? '',
      /^unknown → 50 %/,
    );
  });
});

describe('A row of the versions view', () => {
  const entry: VersionEntry = {
    ...{ id: '1234567890', time: 0, change: '+ Be kind.', isCurrent: true, isPinned: true },
    commit: 'abcdef0123',
    run: {
      ...{ id: 'r', suite: 's', status: 'complete', isSimulated: false },
      passing: { passing: 2, rated: 3 },
    },
  };

  it('shows what changed, when, where it was committed and how it did', () => {
    const node = versionNode(prompt, entry, 3 * 60_000);

    assert.equal(node.label, '+ Be kind.');
    assert.equal(node.description, 'current  pinned  3 min ago  abcdef0  2/3 pass');
    assert.equal(node.context, 'versionRunPinnedCurrent');
  });

  it('is found again by its id', () => {
    const { id } = versionNode(prompt, entry, 0);

    assert.deepEqual(versionOfNode(id), { prompt, version: '1234567890' });
    assert.equal(versionOfNode('{'), undefined);
    assert.equal(versionOfNode(['x']), undefined);
  });

  it('says that no result is kept', () => {
    const { run: _, ...bare } = entry;

    assert.match(versionNode(prompt, bare, 0).description ?? '', /no result kept$/);
  });
});

describe('ageText', () => {
  const minute = 60_000;
  for (const [ms, text] of [
    [-5, 'just now'],
    [59 * minute, '59 min ago'],
    [60 * minute, '1 h ago'],
    [24 * 60 * minute, 'yesterday'],
    [49 * 60 * minute, '2 days ago'],
  ] as const) {
    it(`calls ${ms} ms '${text}'`, () => assert.equal(ageText(ms), text));
  }
});
