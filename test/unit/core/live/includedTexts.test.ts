import assert from 'node:assert/strict';
import { LivePrompts } from '../../../../src/core/live/livePrompts.ts';
import type { Store } from '../../../../src/core/ports.ts';
import { readPrompt } from '../../../../src/core/prompt/formats.ts';
import { CallPool } from '../../../../src/core/run/callPool.ts';
import type { StoredCompletion } from '../../../../src/core/run/completion.ts';
import { completion, FakeLog, FakeModel, fakePorts } from '../../../support/fakePorts.ts';
import { bad, good, obedient } from '../../../support/liveWorld.ts';
import { memoryFiles } from '../../../support/memoryFiles.ts';
import { caseOf, metricOf, suiteOf } from '../../../support/suites.ts';

const path = '/w/a.prompt';
const source = `---
model: fake-1
---
{{role "system"}}
{{>style}}
{{role "user"}}
Hi {{q}}`;

describe('A text that a prompt includes', () => {
  const ids = ['b1', 'b2', 'b3', 'b4', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8'];
  let style: string;
  /** Files of the last commit beside the prompt. */
  let committed: Readonly<Record<string, string>>;
  /** A file that git fails to give. */
  let unable: string | undefined;
  let store: Store;
  let model: FakeModel;
  let live: LivePrompts;

  beforeEach(() => {
    style = good;
    committed = {};
    unable = undefined;
    model = new FakeModel(async (request) => completion(obedient(request)));
    const files = () => memoryFiles({ [path]: source, '/w/_style.prompt': style });
    const now = {
      ...files(),
      readText: (file: string) => files().readText(file),
    };
    const ports = fakePorts({ models: { open: async () => model }, files: now });
    store = ports.store;
    const pool = new CallPool<StoredCompletion>(4);
    const suite = suiteOf({ metrics: [metricOf('yes')] });
    const cases = ids.map((id) => caseOf(id, { variables: { q: id }, messages: [] }));
    live = new LivePrompts({
      load: async () => {
        const { value, problems } = await readPrompt({ path, text: source }, now);
        return { targets: value ? [{ prompt: value, suite, cases }] : [], problems };
      },
      context: async () => ({ ports, pool }),
      log: new FakeLog(),
      settings: () => ({ fallback: {}, budget: {}, stages: ['real-time'], live: {} }),
      confirm: async () => true,
      git: {
        show: async (file) => {
          if (file === unable) return { text: undefined, reason: 'git took longer than 5 s.' };
          const text = { [path]: unable === undefined ? source : `${source}!`, ...committed }[file];
          return text === undefined
            ? { text, reason: 'No.', isAbsent: true }
            : { text, commit: 'c'.repeat(40) };
        },
        textsOf: async function* () {},
      },
    });
  });

  it('is read from the last commit, too, where nothing was run before', async () => {
    committed = { '/w/_style.prompt': good };
    style = bad;

    const { results } = await live.run(path);

    assert.equal(results[0]?.comparison?.verdict, 'regressed');
    const { promptVersion } = results[0]?.baseline?.run ?? {};
    const kept = await store.version(path, promptVersion ?? '');
    assert.deepEqual(kept?.parts, { '_style.prompt': good });
  });

  it('is read as it is today where the last commit does not have it', async () => {
    style = bad;

    const { results } = await live.run(path);

    assert.equal(results[0]?.comparison, undefined);
    assert.equal(model.asked.length, ids.length);
  });

  it('is not read as it is today where git cannot give it: then there is no last commit', async () => {
    unable = '/w/_style.prompt';
    style = `${good} Edited.`;

    const { results, failure } = await live.run(path);

    assert.equal(failure, undefined);
    assert.equal(results[0]?.comparison, undefined);
    assert.equal(model.asked.length, ids.length);
  });

  it('belongs to the version: what got worse by an edit of it is confirmed on the text as it was', async () => {
    await live.run(path);
    const before = model.asked.length;
    style = bad;

    const { results } = await live.run(path);

    assert.equal(results[0]?.comparison?.verdict, 'regressed');
    const later = model.asked.slice(before).map(({ messages }) => messages[0]?.content);
    assert.ok(later.some((text) => text?.includes(good)));
    assert.ok(later.some((text) => text?.includes(bad) && !text.includes(good)));
  });
});
