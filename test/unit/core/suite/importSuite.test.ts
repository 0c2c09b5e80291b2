import assert from 'node:assert/strict';
import { loadTargets } from '../../../../src/core/live/loadTargets.ts';
import { builtInMetrics } from '../../../../src/core/metrics/builtIn.ts';
import { renderPrompt } from '../../../../src/core/prompt/formats.ts';
import { loadSuite, pairsIn, suitesFor } from '../../../../src/core/suite/discover.ts';
import { importSuite } from '../../../../src/core/suite/importSuite.ts';
import { memoryFiles } from '../../../support/memoryFiles.ts';

const config = '/w/promptfooconfig.yaml';
const texts = {
  [config]:
    "prompts:\n  - 'Hi {{name}}'\n  - { raw: 'Hello {{name}}', label: Formal }\n  - file://two.txt\n  - file://chat.json\nproviders: [{ id: openai:gpt-5, config: { temperature: 0 } }]\nevaluateOptions: { repeat: 3 }\ndefaultTest:\n  assert: [{ type: not-contains, value: sorry, metric: No excuses }]\ntests:\n  - vars: { name: [Ann, Bob] }\n    threshold: 0\n  - description: 'Ünïcode & \"quotes\": yes'\n    vars: { name: \"a: 'b'\\n- c\" }\n    assert: [{ type: regex, value: '^\\d' }]\n",
  '/w/two.txt': 'A {{name}}\n---\n# System\nB {{name}}\n',
  '/w/chat.json':
    '[{"role": "system", "content": "Be kind."}, {"role": "user", "content": "I am {{name}}"}]',
};
const workspace = (files: Readonly<Record<string, string>>) => ({
  files: memoryFiles(files),
  registry: builtInMetrics,
  root: '/w',
});

const meaning = ({ targets }: Awaited<ReturnType<typeof loadTargets>>) =>
  targets.map(({ prompt, suite, cases }) => ({
    messages: prompt.messages.map(({ role, template }) => ({ role, template })),
    model: suite.model,
    trials: suite.trials,
    cases: cases.map(({ id, variables, tags }) => ({ id, variables, tags })),
    metrics: [...suite.metrics, ...cases.flatMap((item) => item.metrics)].map((metric) => ({
      id: metric.id,
      name: metric.name,
      type: metric.type,
      parameters: metric.parameters,
    })),
  }));

describe('a promptfoo config in a workspace', () => {
  it('belongs to the prompts that stand in it and to the files that it names', async () => {
    const pairs = await pairsIn('/w', workspace(texts));

    assert.deepEqual(pairs, [
      { prompt: '/w/chat.json', suite: config },
      { prompt: config, suite: config },
      { prompt: '/w/two.txt', suite: config },
    ]);
    assert.deepEqual(
      (await suitesFor('/w/two.txt', workspace(texts))).map(({ path }) => path),
      [config],
    );
  });

  it('is run with every prompt of a file, each read as promptfoo reads it', async () => {
    const inline = await loadTargets(config, workspace(texts));
    const file = await loadTargets('/w/two.txt', workspace(texts));
    const chat = await loadTargets('/w/chat.json', workspace(texts));

    const said = ({ targets }: typeof inline) =>
      targets.map(({ prompt }) => [
        prompt.path,
        ...prompt.messages.map(({ role, template }) => `${role}: ${template}`),
      ]);
    assert.deepEqual(said(inline), [
      [config, 'user: Hi {{name}}'],
      [`${config}#2`, 'user: Hello {{name}}'],
    ]);
    assert.deepEqual(said(file), [
      ['/w/two.txt', 'user: A {{name}}'],
      ['/w/two.txt#2', 'user: # System\nB {{name}}'],
    ]);
    assert.deepEqual(said(chat), [['/w/chat.json', 'system: Be kind.', 'user: I am {{name}}']]);
  });

  it('fills in filters, conditions and loops, and finds the variables in them', async () => {
    const text =
      "prompts:\n  - 'Hi {{ name | upper }}{% if vip %}, dear guest{% endif %}{% for x in list %} {{ x }}{% endfor %}'\ntests:\n  - vars: { name: Ann, vip: true, list: [1, 2] }\n    options: { disableVarExpansion: true }\n";
    const { targets, problems } = await loadTargets(config, workspace({ [config]: text }));
    const [target] = targets;
    assert.ok(target);
    const [item] = target.cases;

    const { messages, missing } = await renderPrompt(target.prompt, item?.variables ?? {});

    assert.deepEqual(messages, [{ role: 'user', content: 'Hi ANN, dear guest 1 2' }]);
    assert.deepEqual([missing, problems], [[], []]);
    assert.deepEqual(
      target.prompt.variables.map(({ name, range }) => `${name} ${range.start.column}`),
      ['name 11', 'vip 32', 'list 73'],
    );
  });

  it('that is a program is refused with the reason', async () => {
    const { value, problems } = await loadSuite('/w/promptfooconfig.ts', workspace({}));

    assert.equal(value, undefined);
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['not-supported'],
    );
  });
});

describe('importSuite', () => {
  it('writes a suite that means the same to the same prompts', async () => {
    const { suite = '', problems } = await importSuite(config, workspace(texts));
    const before = workspace(texts);
    // Without the config as a suite of its own, but with the prompts in it.
    const after = workspace({ ...texts, '/w/imported.metrics.yaml': suite });

    assert.deepEqual(problems, []);
    for (const path of [config, '/w/two.txt', '/w/chat.json']) {
      const own = meaning(await loadTargets(path, before));
      const both = await loadTargets(path, after);
      const ours = both.targets.filter((target) => target.suite.path.endsWith('.metrics.yaml'));
      assert.deepEqual(meaning({ ...both, targets: ours }), own);
    }
  });

  it('writes prompts as files that say the same without the config', async () => {
    const { files } = await importSuite(config, workspace(texts));
    const own = workspace(Object.fromEntries(files.map(({ name, text }) => [`/w/${name}`, text])));

    assert.deepEqual(
      files.map(({ name }) => name),
      [
        'prompt.prompt.md',
        'formal.prompt.md',
        'two.prompt.md',
        'two-2.prompt.yml',
        'chat.prompt.md',
        'promptfooconfig.metrics.yaml',
      ],
    );
    const again = await loadTargets('/w/two-2.prompt.yml', own);
    const [second] = (await loadTargets('/w/two.txt', workspace(texts))).targets.slice(1);
    assert.ok(second);
    assert.deepEqual(meaning(again), meaning({ targets: [second], problems: [] }));
    assert.deepEqual(again.problems, []);
  });

  it('writes the test data and evaluators of a GitHub Models prompt', async () => {
    const path = '/w/a.prompt.yml';
    const text =
      'messages: [{ role: user, content: "{{input}}" }]\ntestData:\n  - { input: Hi, expected: Hello }\nevaluators:\n  - { name: Greets, string: { contains: hello } }\n';

    const { suite = '' } = await importSuite(path, workspace({ [path]: text }));

    assert.equal(
      suite,
      '# Imported from a.prompt.yml.\nprompt: a.prompt.yml\nmetrics:\n  - name: Greets\n    type: contains\n    value: hello\n    ignore-case: true\ncases:\n  - id: row-1\n    variables:\n      input: Hi\n      expected: Hello\n    expected: Hello\n',
    );
  });

  it('says what is wrong where there is nothing to import', async () => {
    const { suite, problems } = await importSuite('/w/promptfooconfig.yaml', workspace({}));

    assert.equal(suite, undefined);
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['file-missing'],
    );
  });
});
