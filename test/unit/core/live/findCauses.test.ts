import assert from 'node:assert/strict';
import { LivePrompts, type PromptState } from '../../../../src/core/live/livePrompts.ts';
import { readPrompt } from '../../../../src/core/prompt/formats.ts';
import type { Prompt } from '../../../../src/core/prompt/prompt.ts';
import { CallPool } from '../../../../src/core/run/callPool.ts';
import type { StoredCompletion } from '../../../../src/core/run/completion.ts';
import { completion, FakeLog, FakeModel, fakePorts } from '../../../support/fakePorts.ts';
import { caseOf, metricOf, suiteOf } from '../../../support/suites.ts';

const original = ['Be kind.', 'Say yes.', 'Use short words.', 'Close politely.'];

async function promptFrom(lines: readonly string[]): Promise<Prompt> {
  const { value } = await readPrompt(
    { path: '/w/a.prompt.md', text: `${lines.join('\n\n')}\n` },
    { readText: async () => '' },
  );
  assert.ok(value);
  return value;
}

/** Runs the original, then the edit; the model says yes where every line of `needs` stands. */
async function edit(
  lines: readonly string[],
  needs: readonly string[],
  own: { findsCauses?: boolean; perRun?: number } = {},
) {
  let prompt = await promptFrom(original);
  const suite = suiteOf({ metrics: [metricOf('yes')] });
  const cases = Array.from({ length: 12 }, (_, i) => caseOf(`c${i}`));
  const model = new FakeModel(async ({ messages }) => {
    const text = messages.map(({ content }) => content).join(' ');
    const isEasy = /question c([5-9]|1\d)/.test(text);
    return completion(isEasy || needs.every((line) => text.includes(line)) ? 'yes' : 'no');
  });
  const ports = fakePorts({ models: { open: async () => model } });
  const live = new LivePrompts({
    load: async () => ({ targets: [{ prompt, suite, cases }], problems: [] }),
    context: async () => ({ ports, pool: new CallPool<StoredCompletion>(4) }),
    log: new FakeLog(),
    settings: () => ({
      fallback: {},
      budget: own.perRun === undefined ? {} : { perRun: own.perRun },
      stages: ['real-time'],
      findsCauses: own.findsCauses ?? true,
    }),
    confirm: async () => true,
  });
  const states: PromptState[] = [];
  live.onDidChange((state) => states.push(state));
  await live.run(prompt.path);
  prompt = await promptFrom(lines);
  const state = await live.run(prompt.path);
  return { live, state, states, prompt, model };
}

function regression(state: PromptState | undefined) {
  const found = state?.results[0]?.findings.find(({ kind }) => kind === 'regression');
  assert.ok(found);
  return found;
}

describe('Looking for the change that made a metric worse', () => {
  it('marks the guilty one of several changes, with what was measured and the way back', async () => {
    const { state, prompt } = await edit(
      ['Be gentle.', 'Say something.', 'Use short words.', 'Close warmly.'],
      ['Say yes'],
    );

    const finding = regression(state);
    assert.match(
      finding.message,
      /Caused by this change: with it reverted [2-9] of [2-9] runs passed/,
    );
    assert.equal(finding.range.start.line, prompt.source.split('\n').indexOf('Say something.'));
    assert.equal(finding.fix?.title, 'Revert this change');
    assert.match(finding.fix?.edits[0]?.newText ?? '', /Say yes\./);
  });

  it('shows the regression before it looks for the cause', async () => {
    const { states } = await edit(
      ['Be gentle.', 'Say something.', 'Use short words.', 'Close warmly.'],
      ['Say yes'],
    );

    const shown = states.filter(({ running, results }) => !running && results[0]?.comparison);
    assert.equal(shown[0]?.results[0]?.causes, undefined);
    assert.equal(shown.at(-1)?.results[0]?.causes?.length, 1);
  });

  it('knows the cause of a single change without a run', async () => {
    const { state } = await edit(['Be kind.', 'Use short words.', 'Close politely.'], ['Say yes']);

    const finding = regression(state);
    assert.match(finding.message, /Caused by this change, the only one/);
    assert.equal(state.results[0]?.causes?.[0]?.probes, 0);
    assert.ok(finding.fix);
  });

  it('names both changes where only both together repair', async () => {
    const { state } = await edit(
      ['Be gentle.', 'Say something.', 'Use short words.', 'Close warmly.'],
      ['Say yes', 'Be kind'],
    );

    const finding = regression(state);
    assert.match(finding.message, /Caused by 2 changes together/);
    assert.equal(finding.fix?.edits.length, 2);
  });

  it('says so when the cause was not found within the budget', async () => {
    const { state } = await edit(
      ['Be gentle.', 'Say something.', 'Use long words.', 'Close warmly.'],
      ['Say yes'],
      { perRun: 0.04, findsCauses: true },
    );

    assert.match(regression(state).message, /was not found|Caused by this change/);
  });

  it('looks on request, and asks nothing twice', async () => {
    const { live, state, model, prompt } = await edit(
      ['Be gentle.', 'Say something.', 'Use short words.', 'Close warmly.'],
      ['Say yes'],
      { findsCauses: false },
    );
    assert.equal(state.results[0]?.causes, undefined);

    const explained = await live.findCauses(prompt.path);
    const asked = model.asked.length;
    const again = await live.findCauses(prompt.path);

    assert.match(regression(explained).message, /Caused by this change/);
    assert.match(regression(again).message, /Caused by this change/);
    assert.equal(model.asked.length, asked);
    assert.equal(live.state(prompt.path)?.running, undefined);
  });
});
