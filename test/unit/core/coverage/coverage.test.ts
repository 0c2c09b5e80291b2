import assert from 'node:assert/strict';
import fc from 'fast-check';
import { coverageOf, coverageText } from '../../../../src/core/coverage/coverage.ts';
import { mutantsOf } from '../../../../src/core/coverage/mutants.ts';
import {
  type MutationOptions,
  type MutationResult,
  mutate,
  mutationScore,
} from '../../../../src/core/coverage/mutate.ts';
import { EvalError } from '../../../../src/core/errors.ts';
import { evaluatePrompt } from '../../../../src/core/live/evaluatePrompt.ts';
import type { Ports } from '../../../../src/core/ports.ts';
import { readPrompt } from '../../../../src/core/prompt/formats.ts';
import { instructionsOf } from '../../../../src/core/propose/instructions.ts';
import { CallPool } from '../../../../src/core/run/callPool.ts';
import type { StoredCompletion } from '../../../../src/core/run/completion.ts';
import type { MetricSpec } from '../../../../src/core/suite/suite.ts';
import { completion, FakeModel, fakePorts } from '../../../support/fakePorts.ts';
import { caseOf, metricOf, suiteOf } from '../../../support/suites.ts';

async function prompt(text: string) {
  const { value } = await readPrompt(
    { path: '/w/a.prompt.md', text },
    { readText: async () => '' },
  );
  assert.ok(value);
  return value;
}

const text = `You are kind.
- Always say alpha to everyone.
Mention beta now. Then mention gamma too.
`;

describe('Coverage of a prompt', () => {
  it('counts instructions that a metric guards', async () => {
    const coverage = coverageOf(await prompt(text), [
      metricOf('alpha', { id: 'a', guards: 'Always say alpha to everyone.' }),
      metricOf('both', { id: 'b', guards: 'Mention beta now. Then mention gamma too.' }),
      metricOf('none', { id: 'c' }),
      metricOf('gone', { id: 'd', guards: 'Answer in German.' }),
    ]);

    assert.deepEqual(
      coverage.instructions.map(({ guardedBy }) => guardedBy),
      [[], ['a'], ['b'], ['b']],
    );
    assert.equal(coverage.share, 0.75);
    assert.deepEqual(coverage.orphaned, ['d']);
    assert.equal(coverageText(coverage), '2 metrics guard 3 of 4 instructions');
  });

  it('is unknown for a prompt without instructions', async () => {
    const coverage = coverageOf(await prompt('{{ question }}\n'), []);

    assert.equal(coverage.share, null);
    assert.equal(coverageText(coverage), '');
  });
});

describe('Mutants of a prompt', () => {
  it('lack one instruction each, with its line where it fills one', async () => {
    const mutants = mutantsOf(text, instructionsOf(await prompt(text)));

    assert.deepEqual(
      mutants.map(({ source }) => source),
      [
        text.replace('You are kind.\n', ''),
        text.replace('- Always say alpha to everyone.\n', ''),
        text.replace('Mention beta now. ', ''),
        text.replace('Then mention gamma too.', ''),
      ],
    );
  });

  it('lack nothing but the instruction, whatever the text', async () => {
    const word = fc.constantFrom(
      'Be kind.',
      'Say it twice!',
      '- Never shout',
      '',
      'Use 3 words. Go on now.',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 6 }), async (lines) => {
        const source = lines.join('\n');
        const { value } = await readPrompt(
          { path: '/w/a.prompt.md', text: source },
          { readText: async () => '' },
        );
        if (value === undefined) return;
        const instructions = instructionsOf(value);
        for (const [index, mutant] of mutantsOf(source, instructions).entries()) {
          const left = instructions.filter((_, at) => at !== index).map((item) => item.text);
          for (const other of left) assert.ok(mutant.source.includes(other));
          assert.ok(mutant.source.length < source.length);
        }
      }),
    );
  });
});

describe('Leaving instructions out', () => {
  const metrics = ['alpha', 'beta'].map((word) => metricOf(word, { id: word }));
  const cases = Array.from({ length: 14 }, (_, index) => caseOf(`c${index}`));

  async function run(
    { suite = metrics, ...own }: Partial<MutationOptions> & { suite?: readonly MetricSpec[] } = {},
    answer = obedient,
    ports = fakePorts(),
  ) {
    const model = new FakeModel(answer);
    const own_ports: Ports = { ...ports, models: { open: async () => model } };
    const context = { ports: own_ports, pool: new CallPool<StoredCompletion>(4) };
    const target = { prompt: await prompt(text), suite: suiteOf({ metrics: suite }), cases };
    const signal = new AbortController().signal;
    const { run: current } = await evaluatePrompt(
      target,
      { stages: ['real-time'], fallback: {} },
      context,
      signal,
    );
    const options: MutationOptions = { stages: ['real-time'], maxCalls: 1000, ...own };
    const results: MutationResult[] = [];
    for await (const result of mutate(target, current, options, context, signal))
      results.push(result);
    return { results, store: own_ports.store };
  }

  /** Says what the prompt asks for. */
  async function obedient(request: { readonly messages: readonly { readonly content: string }[] }) {
    const system = request.messages[0]?.content ?? '';
    return completion(['alpha', 'beta', 'gamma'].filter((word) => system.includes(word)).join(' '));
  }

  it('shows which metrics notice', async () => {
    const { results } = await run();

    assert.deepEqual(
      results.map(({ status, noticedBy }) => [status, ...noticedBy]),
      [['unnoticed'], ['noticed', 'alpha'], ['noticed', 'beta'], ['unnoticed']],
    );
    assert.equal(mutationScore(results), 0.5);
  });

  it('leaves no trace in the history of the prompt', async () => {
    const { store } = await run();

    assert.equal((await store.versions('/w/a.prompt.md', 10)).length, 1);
    assert.equal((await store.runs({ prompt: '/w/a.prompt.md', limit: 10 })).length, 1);
  });

  it('asks nothing again', async () => {
    const ports = fakePorts();
    await run({}, obedient, ports);

    const { results } = await run({}, obedient, ports);

    assert.deepEqual(
      results.map(({ calls }) => calls),
      [0, 0, 0, 0],
    );
  });

  it('begins with the instructions that no metric guards', async () => {
    const guarding = [{ ...metricOf('alpha', { id: 'alpha' }), guards: 'Always say alpha' }];

    const { results } = await run({ suite: guarding });

    assert.deepEqual(
      results.map(({ instruction }) => instruction.text.includes('alpha')),
      [false, false, false, true],
    );
  });

  it('stops at the budget and says so', async () => {
    const { results } = await run({ maxCalls: 5 });

    assert.ok(results.every(({ status, calls }) => status === 'unknown' && calls === 0));
    assert.match(results[0]?.reason ?? '', /budget for experiments/);
    assert.equal(mutationScore(results), null);
  });

  it('tries only the instructions that are asked for', async () => {
    const { results } = await run({ only: new Set([1]) });

    assert.deepEqual(
      results.map(({ instruction }) => instruction.text),
      ['Always say alpha to everyone.'],
    );
  });

  it('does not take a model that fails for a metric that notices', async () => {
    let isBroken = false;
    const { results } = await run({ only: new Set([0]) }, async (request) => {
      const system = request.messages[0]?.content ?? '';
      isBroken ||= !system.includes('kind');
      if (isBroken) throw new EvalError('model-bad-request', 'No.');
      return obedient(request);
    });

    assert.equal(results[0]?.status, 'unknown');
    assert.equal(results[0]?.reason, 'No.');
  });
});
