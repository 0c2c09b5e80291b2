import type { LiveSettings } from '../../src/core/live/evaluated.ts';
import { LivePrompts, type PromptState } from '../../src/core/live/livePrompts.ts';
import type { LivePromptsOptions } from '../../src/core/live/livePromptsOptions.ts';
import type { Files, Store } from '../../src/core/ports.ts';
import type { ModelParameters, Prompt } from '../../src/core/prompt/prompt.ts';
import type { BudgetLimits } from '../../src/core/run/budget.ts';
import { CallPool } from '../../src/core/run/callPool.ts';
import type { StoredCompletion } from '../../src/core/run/completion.ts';
import type { RenderedRequest } from '../../src/core/run/request.ts';
import type { Suite } from '../../src/core/suite/suite.ts';
import { completion, FakeLog, FakeModel, fakePorts } from './fakePorts.ts';
import { caseOf, metricOf, promptOf, suiteOf } from './suites.ts';

export const good = 'Be kind. Say yes.';
export const bad = 'Be kind.';
export const day = 24 * 60 * 60 * 1000;

/** Says yes where the prompt asks for it, and always in cases whose id does not begin with `b`. */
export const obedient = (request: RenderedRequest): string => {
  const text = request.messages.map(({ content }) => content).join(' ');
  return text.includes('Say yes') || !/\bb\d/.test(text) ? 'yes' : 'no';
};

export interface World {
  readonly live: LivePrompts;
  readonly store: Store;
  readonly model: FakeModel;
  /** Calls made since the last time it was asked, as `prompt case trial`. */
  readonly calls: () => readonly string[];
  readonly states: PromptState[];
  prompt: Prompt;
  now: number;
  answer: (request: RenderedRequest) => string;
  fingerprint: string | undefined;
  /** As the user's settings have them. */
  parameters: ModelParameters;
  endpoint: string;
}

/** A suite of 12 cases, 4 of which need the instruction. */
export function world(
  own: Partial<Suite> = {},
  live: LiveSettings = {},
  budget: BudgetLimits = {},
  more: Partial<Pick<LivePromptsOptions, 'git' | 'onTrouble' | 'isLarge' | 'confirm'>> & {
    readonly files?: Files;
  } = {},
): World {
  const ids = ['b1', 'b2', 'b3', 'b4', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8'];
  const suite = suiteOf({ metrics: [metricOf('yes')], ...own });
  const cases = ids.map((id) => caseOf(id));
  const { files, ...options } = more;
  const model = new FakeModel(async (request) => ({
    ...completion(state.answer(request)),
    ...(state.fingerprint !== undefined && { fingerprint: state.fingerprint }),
  }));
  const ports = fakePorts({
    ...(files && { files }),
    models: {
      open: async () => ({
        ...{ info: model.info, answersByCase: false, endpoint: state.endpoint },
        complete: (request, signal) => model.complete(request, signal),
      }),
    },
    clock: {
      ...{ now: () => state.now++, elapsed: () => state.now },
      // Longer than whatever is there already.
      delay: () => new Promise((resolve) => setImmediate(resolve)),
    },
  });
  const pool = new CallPool<StoredCompletion>(4);
  const prompts = new LivePrompts({
    load: async () => ({ targets: [{ prompt: state.prompt, suite, cases }], problems: [] }),
    context: async () => ({ ports, pool }),
    log: new FakeLog(),
    settings: () => ({
      fallback: { parameters: state.parameters },
      budget,
      stages: ['real-time'],
      live,
    }),
    confirm: async () => true,
    ...options,
  });
  let seen = 0;
  const state: World = {
    live: prompts,
    store: ports.store,
    model,
    calls: () => {
      const made = model.asked.slice(seen).map((request) => {
        const text = request.messages.map(({ content }) => content).join(' ');
        const version = text.includes('Say yes') ? 'good' : 'bad';
        return `${version} ${/question (\w+)/.exec(text)?.[1]} ${request.trial}`;
      });
      seen = model.asked.length;
      return made;
    },
    states: [],
    prompt: promptOf(good),
    now: Date.UTC(2026, 10, 24),
    answer: obedient,
    fingerprint: undefined,
    parameters: {},
    endpoint: model.endpoint,
  };
  prompts.onDidChange((next) => state.states.push(next));
  return state;
}

/** Runs the good prompt, then the one without its instruction. */
export async function edited(state: World): Promise<PromptState> {
  await state.live.run(state.prompt.path);
  state.calls();
  state.prompt = promptOf(bad);
  return state.live.run(state.prompt.path);
}

/** Saves a version under which the cases named fail, and no others; with a `~`, they fail the first time alone. */
export async function step(state: World, failing: string): Promise<PromptState> {
  const count = (await state.store.versions(state.prompt.path, 100)).length;
  state.prompt = promptOf(`${good} Step ${count}. Fail: ${failing}.`);
  state.answer = (request) => {
    const [prompt = '', question = ''] = request.messages.map(({ content }) => content);
    const fails = / Fail: (.*)\./.exec(prompt)?.[1]?.split(' ') ?? [];
    const id = question.replace('question ', '');
    return fails.includes(id) || (request.trial === 0 && fails.includes(`${id}~`)) ? 'no' : 'yes';
  };
  return state.live.run(state.prompt.path);
}

export async function steps(state: World, failing: readonly string[]): Promise<void> {
  for (const some of failing) await step(state, some);
}
