import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isEvalError } from '../../../src/core/errors.ts';
import { toForwardSlashes } from '../../../src/core/path.ts';
import { nodeFiles } from '../../../src/node/nodeFiles.ts';

describe('nodeFiles', () => {
  let folder: string;
  const write = (name: string, content: string | Uint8Array) => {
    const path = join(folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, content);
    return toForwardSlashes(path);
  };
  const lines = async (path: string) => {
    const found: string[] = [];
    for await (const line of nodeFiles.readLines(path)) found.push(line);
    return found;
  };

  beforeEach(() => {
    folder = toForwardSlashes(mkdtempSync(join(tmpdir(), 'micro-metrics-files-')));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('reads text without its byte order mark', async () => {
    assert.equal(await nodeFiles.readText(write('a', '\ufeffGrüß 👋')), 'Grüß 👋');
  });

  it('reads lines without their ends and the byte order mark, whatever the ends are', async () => {
    const path = write('a', '\ufeffone\ntwo\r\n\rfour\u2028still four\nfive');

    assert.deepEqual(await lines(path), ['one', 'two', '', 'four\u2028still four', 'five']);
  });

  it('keeps characters and line ends whole between the pieces of a large file', async () => {
    const rows = Array.from(
      { length: 40_000 },
      (_, index) => `${index} 👋ü${'x'.repeat(index % 7)}`,
    );

    assert.deepEqual(await lines(write('a', rows.join('\r\n'))), rows);
  });

  it('ends a file with no line more than it has', async () => {
    assert.deepEqual(await lines(write('a', 'one\n')), ['one']);
    assert.deepEqual(await lines(write('b', '')), []);
  });

  it('refuses a line without end', async () => {
    const path = write('a', `short\n${'x'.repeat(17 * 1024 * 1024)}`);

    await assert.rejects(lines(path), (error) => {
      assert.ok(isEvalError(error, 'bad-file'));
      assert.match(error.message, /^Line 2 of /);
      return true;
    });
  });

  const refusals: readonly (readonly [string, string, string | Uint8Array, RegExp])[] = [
    ['a large file', 'file-too-large', 'x'.repeat(2 * 1024 * 1024 + 1), /2\.0 MiB/],
    ['a binary file', 'bad-file', new Uint8Array([65, 0, 66]), /binary/],
    ['UTF-16', 'bad-file', new Uint8Array([0xff, 0xfe, 65, 0]), /Save it as UTF-8/],
  ];
  for (const [what, code, content, message] of refusals) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(nodeFiles.readText(write('a', content)), (error) => {
        assert.ok(isEvalError(error));
        assert.equal(error.code, code);
        assert.match(error.message, message);
        return true;
      });
    });
  }

  it('refuses what is no file, without waiting for it', async function () {
    if (process.platform === 'win32') this.skip();
    const pipe = `${folder}/pipe`;
    execFileSync('mkfifo', [pipe]);

    for (const path of [pipe, folder, '/dev/zero']) {
      await assert.rejects(nodeFiles.readText(path), (error) => isEvalError(error, 'bad-file'));
      await assert.rejects(lines(path), (error) => isEvalError(error, 'bad-file'));
    }
  });

  it('says that a file is missing', async () => {
    for (const path of [`${folder}/no`, `${write('file', 'x')}/below`]) {
      await assert.rejects(nodeFiles.readText(path), (error) => isEvalError(error, 'file-missing'));
      await assert.rejects(lines(path), (error) => isEvalError(error, 'file-missing'));
      assert.equal(await nodeFiles.exists(path), false);
    }
  });

  it('reads more where more is allowed', async () => {
    const path = write('a', 'x'.repeat(3 * 1024 * 1024));

    assert.equal((await nodeFiles.readText(path, { maxBytes: 1e7 })).length, 3 * 1024 * 1024);
  });

  it('finds files below a folder, sorted, but none of packages, git and its own', async () => {
    for (const name of ['b/x.md', 'a.md', '.github/y.md', 'b/x.txt']) write(name, '');
    for (const name of ['node_modules', '.git', '.micro-metrics']) write(`b/${name}/z.md`, '');

    const found = await nodeFiles.find(folder, '**/*.md');

    assert.deepEqual(found, [`${folder}/.github/y.md`, `${folder}/a.md`, `${folder}/b/x.md`]);
    assert.deepEqual(await nodeFiles.find(`${folder}/`, 'b/*.md'), [`${folder}/b/x.md`]);
    assert.deepEqual(await nodeFiles.find(`${folder}/absent`, '*'), []);
  });

  it('comes to an end where links make a loop', async () => {
    write('a/x.md', '');
    symlinkSync(folder, join(folder, 'a/loop'), 'junction');

    assert.deepEqual(await nodeFiles.find(folder, '**/*.md'), [`${folder}/a/x.md`]);
  });
});
