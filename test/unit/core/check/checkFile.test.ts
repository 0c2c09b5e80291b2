import assert from 'node:assert/strict';
import { checkFile } from '../../../../src/core/check/checkFile.ts';
import { memoryFiles } from '../../../support/memoryFiles.ts';
import { readable } from '../../../support/readable.ts';
import { smallRegistry as registry } from '../../../support/smallRegistry.ts';

async function check(path: string, texts: Readonly<Record<string, string>>, today = '2026-11-24') {
  const problems = await checkFile(path, {
    files: memoryFiles(texts),
    registry,
    root: '/w',
    today,
  });
  return problems.map((problem) => readable(problem, texts[problem.file] ?? ''));
}

const prompt = 'You help {{ shop }}.\nAlways reply in the\nlanguage of the customer.\n';
const metric = 'metrics:\n  - type: language\n';
const suite = (text: string, promptText = prompt) =>
  check('/w/s.metrics.yaml', { '/w/s.prompt.md': promptText, '/w/s.metrics.yaml': text });

describe('checkFile of a suite', () => {
  it('has nothing to say about a good one', async () => {
    assert.deepEqual(
      await suite(
        `${metric}    guards: Always reply in the language of the customer.\n    review: 2026-11-25\ncases:\n  - { variables: { shop: A }, turns: [Hi] }\n`,
      ),
      [],
    );
  });

  it('names the first case that lacks a variable, and how many others do', async () => {
    const cases = Array.from({ length: 12 }, (_, i) => `  - id: c${i}\n    turns: [Hi]\n`).join('');

    assert.deepEqual(await suite(`${metric}cases:\n${cases}`), [
      "4:9 error variable-missing 'c0': Case 'c0' and 11 others give no value for the variable 'shop' of the prompt. Add it under 'variables:'.",
    ]);
  });

  it('puts a mistyped variable at its name, with the one that is meant', async () => {
    assert.deepEqual(
      await suite(`${metric}cases:\n  - id: a\n    turns: [Hi]\n    variables: { shpo: A }\n`),
      [
        "4:9 error variable-missing 'a': Case 'a' gives no value for the variable 'shop' of the prompt. It gives 'shpo'. Add it under 'variables:'.",
        "6:18 warning variable-unknown 'shpo': Case 'a' gives the variable 'shpo', which the prompt does not use. Did you mean 'shop'?",
      ],
    );
  });

  it('lets a metric read a variable that the prompt does not', async () => {
    assert.deepEqual(
      await suite(
        "metrics:\n  - { type: contains, value: '{{ name }}' }\ncases:\n  - { variables: { shop: A, name: B }, turns: [Hi] }\n",
      ),
      [],
    );
  });

  it('says that a case has no user message', async () => {
    assert.deepEqual(await suite(`${metric}cases:\n  - id: a\n    variables: { shop: A }\n`), [
      "4:9 information no-user-message 'a': Case 'a' has no user message, so the model gets the system message alone. Add 'turns:' to say something.",
    ]);
    assert.deepEqual(await suite(`${metric}cases:\n  - id: a\n`, '# User\nHi'), []);
  });

  it('says what is guarded in vain, with the nearest sentence', async () => {
    assert.deepEqual(
      await suite(
        `${metric}    guards: Always answer in the language of customers.\ncases:\n  - { variables: { shop: A }, turns: [Hi] }\n`,
      ),
      [
        "3:13 warning guards-nothing 'Always answer in the language of customers.': The prompt does not say 'Always answer in the language of customers.'. Did you mean 'Always reply in the language of the customer.'?",
      ],
    );
  });

  it('says at which tag the variables of a case cannot be filled in', async () => {
    const texts = {
      '/w/s.jinja': 'Be kind.\n{% for x in items %}{{ x }}{% endfor %}\n',
      '/w/s.metrics.yaml': `prompt: s.jinja\n${metric}cases:\n  - { id: a, variables: { items: 3 }, turns: [Hi] }\n  - { id: b, variables: { items: 4 }, turns: [Hi] }\n`,
    };

    assert.deepEqual(await check('/w/s.metrics.yaml', texts), [
      "2:1 error bad-template '{% for x in items %}': The template cannot be filled in: Expected iterable or object type in for loop: got IntegerValue. Case 'a' and 1 other give the variables it was filled in with.",
    ]);
  });

  it('says which review is due, if it knows the day', async () => {
    const text = `${metric}    review: 2026-11-24\ncases:\n  - { variables: { shop: A }, turns: [Hi] }\n`;
    const texts = { '/w/s.prompt.md': prompt, '/w/s.metrics.yaml': text };

    assert.deepEqual(await suite(text), [
      "3:13 warning review-due '2026-11-24': 'language' was to be reviewed on 2026-11-24. Keep it with a later date, or retire it.",
    ]);
    assert.deepEqual(
      await checkFile('/w/s.metrics.yaml', { files: memoryFiles(texts), registry, root: '/w' }),
      [],
    );
  });

  it('says that prompt, metrics and cases are missing', async () => {
    assert.deepEqual(await check('/w/s.metrics.yaml', { '/w/s.metrics.yaml': '' }), [
      "1:1 error no-prompt '': This suite belongs to no prompt. Create 's.prompt.md' beside it, or name its prompt with 'prompt:'.",
      "1:1 warning no-metrics '': This suite has no metrics, so nothing is checked. Add some under 'metrics:'.",
      "1:1 warning no-cases '': This suite has no cases, so nothing is run. Add some under 'cases:'.",
    ]);
  });

  it('does not call metrics missing that are only mistaken', async () => {
    const problems = await suite(
      'metrics:\n  - type: lenght\ncases:\n  - { variables: { shop: A }, turns: [Hi] }\n',
    );

    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', /unknown-metric/);
  });

  it('says why its prompt cannot be used', async () => {
    assert.deepEqual(await suite(`${metric}cases:\n  - turns: [Hi]\n`, '\n'), [
      "1:1 error prompt-unreadable '': The prompt 's.prompt.md' cannot be used: The prompt is empty: there is nothing to send. Write the text of the prompt.",
    ]);
  });

  it('leaves what is wrong with its prompt to the prompt, where that is checked too', async () => {
    const texts = {
      '/w/s.prompt.md': '\n',
      '/w/s.metrics.yaml': `${metric}cases:\n  - turns: [Hi]\n`,
    };
    const alongside = new Set(Object.keys(texts));
    const context = { files: memoryFiles(texts), registry, root: '/w', alongside };

    const found = await Promise.all([...alongside].map((path) => checkFile(path, context)));

    assert.deepEqual(
      found.flat().map(({ file, code }) => [file, code]),
      [['/w/s.prompt.md', 'prompt-empty']],
    );
  });

  it('does not call variables missing that stand in a file that is missing', async () => {
    const config = '/w/promptfooconfig.yaml';
    const text =
      "prompts: ['Say {{ x }}']\nproviders: [openai:m]\ntests:\n  - vars: file://none.csv\n";

    const found = (await check(config, { [config]: text })).join('\n');

    assert.match(found, /There is no file 'none\.csv'/);
    assert.doesNotMatch(found, /variable-missing/);
  });

  it('says where values stand in the words of the file that it is', async () => {
    const config = '/w/promptfooconfig.yaml';
    const text = "prompts: ['Say {{ x }}']\nproviders: [openai:m]\ntests:\n  - vars: { y: 1 }\n";

    assert.match((await check(config, { [config]: text })).join(), /'x' of the prompt.*'vars:'/);
  });

  it('has one message for a text that is not YAML', async () => {
    assert.equal((await suite('metrics:\n\t- type: language\n  - [\n: x\n"')).length, 1);
  });
});

describe('checkFile of a prompt', () => {
  it('says that it is empty', async () => {
    assert.deepEqual(await check('/w/a.prompt.md', { '/w/a.prompt.md': '' }), [
      "1:1 error prompt-empty '': The prompt is empty: there is nothing to send. Write the text of the prompt.",
    ]);
  });

  it('checks the suite inside it', async () => {
    const text =
      'messages: [{ role: user, content: "{{input}}" }]\ntestData:\n  - inptu: Hi\n    expected: Ho\nevaluators:\n  - name: Judge\n    llm: {}\n';

    assert.deepEqual(
      (await check('/w/a.prompt.yml', { '/w/a.prompt.yml': text })).map(
        (problem) => problem.split("'")[0],
      ),
      ['3:5 error variable-missing ', '3:5 warning variable-unknown ', '7:5 information not-run '],
    );
  });

  it('reads a prompt of another tool as that tool has it', async () => {
    const texts = {
      '/w/a.txt': 'Say {% if x %}{{ x | trim }}{% endif %}',
      '/w/promptfooconfig.yaml':
        'prompts: [file://a.txt]\nproviders: [openai:m]\ntests: [{ vars: { x: 1 } }]\n',
    };

    assert.deepEqual(await check('/w/a.txt', texts), []);
  });

  it('says that a file is missing or of no known kind', async () => {
    assert.match((await check('/w/a.prompt.md', {}))[0] ?? '', /file-missing/);
    assert.match((await check('/w/a.bin', {}))[0] ?? '', /neither a prompt nor a suite/);
  });
});
