import assert from 'node:assert/strict';
import { isEvalError } from '../../../../src/core/errors.ts';
import { promptAtRef } from '../../../../src/core/live/promptAtRef.ts';
import type { GitText } from '../../../../src/core/ports.ts';
import { formatById, readPrompts } from '../../../../src/core/prompt/formats.ts';
import type { Prompt } from '../../../../src/core/prompt/prompt.ts';
import { memoryFiles } from '../../../support/memoryFiles.ts';

const commit = 'c'.repeat(40);
const part = '/w/part.j2';
const file = '/w/a.prompt.j2';
const text = "{% include 'part.j2' %} Hi";
const files = memoryFiles({ [file]: text, [part]: 'New rule.' });

async function promptsOf(path: string, own: string, format?: string): Promise<readonly Prompt[]> {
  const known = format === undefined ? undefined : formatById(format);
  const { value } = await readPrompts({ path, text: own }, files, known);
  assert.ok(value);
  return value;
}

/** A repository that has these files at every commit. */
function repository(own: Readonly<Record<string, string | GitText>>) {
  const asked: (readonly [path: string, commit: string | undefined])[] = [];
  const show = async (path: string, at?: string): Promise<GitText> => {
    asked.push([path, at]);
    const found = own[path];
    if (found === undefined) return { text: undefined, reason: 'Not there.', isAbsent: true };
    return typeof found === 'string' ? { text: found, commit } : found;
  };
  return { show, asked };
}

describe('promptAtRef', () => {
  it('reads what the prompt includes as it was at the same commit, and gives those texts', async () => {
    const [today] = await promptsOf(file, text);
    const { show, asked } = repository({ [file]: text, [part]: 'Old rule.' });

    const found = await promptAtRef(today ?? fail(), show, 'git:main', files);

    assert.deepEqual(found.parts, { 'part.j2': 'Old rule.' });
    assert.equal(found.prompt.source, text);
    assert.match(JSON.stringify(found.prompt.body), /Old rule/);
    assert.deepEqual(asked, [
      [file, undefined],
      [part, commit],
    ]);
  });

  it('reads a file that the commit does not have as it is today', async () => {
    const [today] = await promptsOf(file, text);

    const { show } = repository({ [file]: text });
    const found = await promptAtRef(today ?? fail(), show, 'git:main', files);

    assert.deepEqual(found.parts, { 'part.j2': 'New rule.' });
  });

  it('never takes the text of today for one that git could not give for another reason', async () => {
    const [today] = await promptsOf(file, text);
    const large: GitText = { text: undefined, reason: 'The file is larger than 5 MiB.' };
    const { show } = repository({ [file]: text, [part]: large });

    await assert.rejects(
      promptAtRef(today ?? fail(), show, 'git:main', files),
      (error) =>
        isEvalError(error, 'bad-file') &&
        /a\.prompt\.j2 as of git:main: part\.j2 cannot be read\. The file is larger/.test(
          error.message,
        ),
    );
  });

  it('finds each of several prompts of one file', async () => {
    const several = '/w/prompts.txt';
    const [, second] = await promptsOf(several, 'One\n---\nTwo', 'promptfoo');
    const { show, asked } = repository({ [several]: 'Old one\n---\nOld two' });

    const found = await promptAtRef(second ?? fail(), show, 'git:main', files);

    assert.equal(found.prompt.path, '/w/prompts.txt#2');
    assert.equal(found.prompt.messages[0]?.template, 'Old two');
    assert.deepEqual(asked, [[several, undefined]]);
  });

  it('says so where the file had fewer prompts then', async () => {
    const several = '/w/prompts.txt';
    const [, second] = await promptsOf(several, 'One\n---\nTwo', 'promptfoo');
    const { show } = repository({ [several]: 'Old one' });

    await assert.rejects(
      promptAtRef(second ?? fail(), show, 'git:main', files),
      (error) => isEvalError(error, 'usage') && /has 1 prompt at git:main/.test(error.message),
    );
  });
});

function fail(): never {
  throw new Error('The prompt could not be read.');
}
