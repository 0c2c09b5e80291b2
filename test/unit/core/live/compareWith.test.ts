import assert from 'node:assert/strict';
import type { Baseline } from '../../../../src/core/compare/judgeBaseline.ts';
import type { Finding } from '../../../../src/core/findings/finding.ts';
import { compareWith } from '../../../../src/core/live/compareWith.ts';
import { readPrompt } from '../../../../src/core/prompt/formats.ts';
import type { Prompt } from '../../../../src/core/prompt/prompt.ts';
import { CallPool } from '../../../../src/core/run/callPool.ts';
import { fakePorts } from '../../../support/fakePorts.ts';
import { world } from '../../../support/liveWorld.ts';
import { memoryFiles } from '../../../support/memoryFiles.ts';

const { signal } = new AbortController();

const before = 'Be kind.\nSay yes.\nBe brief.';

async function promptOf(text: string): Promise<Prompt> {
  const { value } = await readPrompt({ path: '/w/a.prompt.md', text }, memoryFiles({}));
  assert.ok(value);
  return value;
}

/** A finished run of the prompt without its instruction, which fails on every case, put beside what it was before. */
async function compared(own: (baseline: Baseline) => Partial<Baseline>) {
  const state = world();
  state.answer = ({ messages }) =>
    messages.some(({ content }) => content.includes('Say yes.')) ? 'yes' : 'no';
  state.prompt = await promptOf(before);
  await state.live.run(state.prompt.path);
  state.prompt = await promptOf('Be kind.\nSay no.\nBe brief.');
  const { results } = await state.live.run(state.prompt.path);
  const [result] = results;
  assert.ok(result?.baseline);
  const { target, run, baseline } = result;
  const context = { ports: fakePorts({ store: state.store }), pool: new CallPool<never>(1) };
  const beside = { ...baseline, ...own(baseline) };
  return compareWith(
    target,
    run,
    beside,
    { stages: ['real-time'], judge: undefined },
    context,
    signal,
  );
}

function regressedLines(findings: readonly Finding[]): readonly number[] {
  return findings.filter(({ kind }) => kind === 'regression').map(({ range }) => range.start.line);
}

describe('compareWith', () => {
  it('marks the line that changed', async () => {
    const { findings, comparison } = await compared(() => ({}));

    assert.equal(comparison?.verdict, 'regressed');
    assert.equal(comparison.notes, undefined);
    assert.deepEqual(regressedLines(findings), [1]);
  });

  it('marks no line where another model answered, and says so; the text is still shown', async () => {
    const { findings, comparison, baseline } = await compared(({ run }) => ({
      run: { ...run, model: { ...run.model, name: 'other' } },
    }));

    assert.equal(comparison?.verdict, 'regressed');
    assert.match(comparison.notes?.join() ?? '', /is of another model \(other, now fake-1\)/);
    // The first line stands for the whole prompt.
    assert.deepEqual(regressedLines(findings), [0]);
    assert.equal(baseline?.source, before);
  });

  it('says of a version that was pinned that it was chosen for its results', async () => {
    const { comparison } = await compared(() => ({ isPicked: true }));

    assert.match(comparison?.notes?.join() ?? '', /chosen after its results were seen/);
  });
});
