import assert from 'node:assert/strict';
import type { PromptState } from '../../../../src/core/live/livePrompts.ts';
import type { CaseResult } from '../../../../src/core/results/runResult.ts';
import type { Regression } from '../../../../src/core/views/regressionList.ts';
import type { VersionEntry } from '../../../../src/core/views/versionList.ts';
import { promptNode, promptNodes } from '../../../../src/vscode/views/promptNodes.ts';
import { regressionBadge, regressionNodes } from '../../../../src/vscode/views/regressionNodes.ts';
import {
  chosenVersions,
  runOf as runOfVersion,
  versionNode,
  versionOfNode,
} from '../../../../src/vscode/views/versionNodes.ts';
import { caseResultOf, runOf, trialOf } from '../../../support/runs.ts';
import { promptOf, suiteOf } from '../../../support/suites.ts';

const prompt = '/w/sub/a.prompt.md';
const facts = { path: prompt, shown: 'sub/a.prompt.md', hasSuite: true, runs: [] };

/** What is known of a prompt after a run of these cases. */
function stateOf(cases: readonly CaseResult[]): PromptState {
  const run = runOf({ cases });
  const target = { prompt: promptOf('Be kind.'), suite: suiteOf(), cases: [] };
  return { prompt, results: [{ target, run, findings: [] }], isStale: false };
}

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

  it('says how many cases could not run, and does not call the rest fine', () => {
    const error = { code: 'model-server-error', message: 'overloaded' };
    const broken = caseResultOf('b', { trials: [trialOf('', { scores: [], error })] });
    const partly = promptNode({ ...facts, state: stateOf([caseResultOf('a'), broken]) });
    const wholly = promptNode({ ...facts, state: stateOf([broken]) });

    assert.match(partly.description ?? '', /1\/1 pass, 1 case could not run/);
    assert.equal(partly.icon?.name, 'warning');
    assert.match(wholly.description ?? '', /^could not run/);
    assert.doesNotMatch(wholly.description ?? '', /pass|asked/);
  });

  it('shows a run that goes on, and where it stands', () => {
    const running = { done: 3, total: 18, cost: 0 };
    const state = { prompt, results: [], isStale: false, running };

    const node = promptNode({ ...facts, state });

    assert.match(node.description ?? '', /^running, 3 of 18/);
    assert.equal(node.context, 'promptRunning');
  });
});

describe('The rows of the prompts view', () => {
  it('stand by path, those without a suite behind the others', () => {
    const at = (path: string, hasSuite: boolean) => ({ ...facts, path, hasSuite });

    assert.deepEqual(
      promptNodes([at('/w/c', true), at('/w/a', false), at('/w/b', true)]).map(({ id }) => id),
      ['/w/b', '/w/c', '/w/a'],
    );
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
    const place = { prompt, suite: '/w/sub/a.metrics.yaml', metric: 'kind' };
    assert.deepEqual(targets.get(nodes[0]?.id ?? ''), place);
    assert.deepEqual(targets.get(child?.id ?? ''), { ...place, caseId: 'a' });
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
    assert.match(node?.spoken ?? '', /edited since/);
    assert.match(node?.children?.[0]?.spoken ?? '', /^a got worse, edited since: /);
  });

  it('say for screen readers, too, that a result is simulated', () => {
    const [node] = regressionNodes([regression({ isSimulated: true })]).nodes;

    assert.equal(node?.spoken, 'Kind got worse, 100 → 50 %, a.prompt.md, simulated');
  });

  it('do not call an unknown rate 0', () => {
    assert.match(
      regressionNodes([regression({ old: null })]).nodes[0]?.label ?? '',
      /^unknown → 50 %/,
    );
  });
});

describe('The badge of the regressions view', () => {
  it('counts, and is not there for nothing', () => {
    assert.equal(regressionBadge(0), undefined);
    assert.deepEqual(regressionBadge(1), { value: 1, tooltip: '1 metric got worse' });
    assert.deepEqual(regressionBadge(2), { value: 2, tooltip: '2 metrics got worse' });
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

    assert.equal(node.label, '2/3  + Be kind.');
    assert.equal(node.description, 'current  pinned  3 min ago  abcdef0');
    assert.match(node.spoken ?? '', /^\+ Be kind\., .*, 2 of 3 metrics pass$/);
    assert.equal(node.context, 'versionRunPinnedCurrent');
  });

  it('is found again by its id', () => {
    const { id } = versionNode(prompt, entry, 0);

    assert.deepEqual(versionOfNode(id), { prompt, version: '1234567890' });
    assert.equal(versionOfNode('{'), undefined);
    assert.equal(versionOfNode(['x']), undefined);
  });

  it('is chosen with another one in whatever order, and the older one comes first', () => {
    const [old, now] = ['old', 'now'].map((id) => versionNode(prompt, { ...entry, id }, 0).id);
    const entries = new Map([
      [old ?? '', { ...entry, time: 1 }],
      [now ?? '', { ...entry, time: 2 }],
    ]);

    const chosen = chosenVersions([now, 'something else', old], entries);

    assert.deepEqual(
      chosen.map(({ version }) => version),
      ['old', 'now'],
    );
  });

  it('is compared by its run, and says what to do where none is stored', () => {
    const at = { prompt, version: '1234567890' };

    assert.equal(runOfVersion({ ...at, entry }), 'r');
    assert.throws(() => runOfVersion({ ...at, entry: undefined }), {
      code: 'usage',
      message: /^Version 1234567 has no stored results\. Restore it and save/,
    });
  });

  it('says that no result is kept', () => {
    const { run: _, ...bare } = entry;

    const node = versionNode(prompt, bare, 0);
    assert.equal(node.label, '+ Be kind.');
    assert.match(node.description ?? '', /no result kept$/);
  });

  it('says what a result is worth, and never calls a run without scores 0', () => {
    assert.ok(entry.run);
    const run = { ...entry.run, status: 'stopped', isSimulated: true } as const;
    const unscored = { ...run, passing: { passing: 0, rated: 0 } };

    assert.match(
      versionNode(prompt, { ...entry, run }, 0).description ?? '',
      /stopped {2}simulated$/,
    );
    const node = versionNode(prompt, { ...entry, run: unscored }, 0);
    assert.equal(node.label, '+ Be kind.');
    assert.match(node.description ?? '', /not scored {2}stopped/);
  });
});
