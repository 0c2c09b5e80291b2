import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toForwardSlashes } from '../../../src/core/path.ts';
import { Git } from '../../../src/node/git.ts';

describe('Git', () => {
  let folder: string;
  const git = (...args: string[]) =>
    execFileSync(
      'git',
      ['-C', folder, '-c', 'user.name=Test', '-c', 'user.email=test@example.invalid', ...args],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
    ).trim();

  before(function () {
    try {
      execFileSync('git', ['--version'], { stdio: 'ignore' });
    } catch {
      this.test?.parent?.eachTest((test) => {
        test.pending = true;
      });
      process.stderr.write('git is not installed: its tests are skipped.\n');
    }
  });
  beforeEach(() => {
    folder = toForwardSlashes(mkdtempSync(join(tmpdir(), 'micro-metrics-git-')));
    git('init', '--quiet');
    mkdirSync(`${folder}/sub`);
    writeFileSync(`${folder}/sub/a.prompt.md`, '\ufeffold Grüße\n');
    git('add', '.');
    git('commit', '--quiet', '--message', 'first');
    git('tag', 'v1');
    writeFileSync(`${folder}/sub/a.prompt.md`, 'new\n');
    git('commit', '--quiet', '--all', '--message', 'second');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const path = () => `${folder}/sub/a.prompt.md`;

  it('tells the commit that is checked out', async () => {
    assert.equal(await new Git().commitOf(path()), git('rev-parse', 'HEAD'));
  });

  it('shows a file as it was', async () => {
    assert.deepEqual(await new Git().show(path(), 'v1'), {
      text: 'old Grüße\n',
      commit: git('rev-parse', 'v1'),
    });
    assert.deepEqual(await new Git().show(path(), 'HEAD~1'), {
      text: 'old Grüße\n',
      commit: git('rev-parse', 'v1'),
    });
    assert.deepEqual(await new Git().show(path(), 'HEAD'), {
      text: 'new\n',
      commit: git('rev-parse', 'HEAD'),
    });
  });

  it('finds the newest commits that brought texts, however their line ends are written', async () => {
    const found = await new Git().commitsWith(path(), ['old Grüße\n', 'new\r\n', 'never\n']);

    assert.deepEqual(
      [...found],
      [
        ['new\r\n', git('rev-parse', 'HEAD')],
        ['old Grüße\n', git('rev-parse', 'HEAD~1')],
      ],
    );
  });

  it('finds the commit of a text that came back', async () => {
    writeFileSync(path(), '\ufeffold Grüße\n');
    git('commit', '--quiet', '--all', '--message', 'third');

    const found = await new Git().commitsWith(path(), ['old Grüße\n']);

    assert.equal(found.get('old Grüße\n'), git('rev-parse', 'HEAD'));
  });

  it('gives the texts that a file had, the newest first and each once', async () => {
    writeFileSync(path(), '\ufeffold Grüße\n');
    git('commit', '--quiet', '--all', '--message', 'third');

    const texts: string[] = [];
    for await (const text of new Git().textsOf(path())) texts.push(text);
    assert.deepEqual(texts, ['old Grüße\n', 'new\n']);
    for await (const text of new Git().textsOf(`${folder}/sub/c.md`)) assert.fail(text);
  });

  it('shows a file as it was where the branch left another one', async () => {
    git('branch', 'other', 'v1');
    git('checkout', '--quiet', 'other');
    writeFileSync(path(), 'other\n');
    git('commit', '--quiet', '--all', '--message', 'moved on');
    git('checkout', '--quiet', '-');

    assert.deepEqual(await new Git().show(path(), 'other'), {
      text: 'other\n',
      commit: git('rev-parse', 'other'),
    });
    assert.deepEqual(await new Git().show(path(), 'other...'), {
      text: 'old Grüße\n',
      commit: git('rev-parse', 'v1'),
    });
  });

  it('says that two branches have nothing in common', async () => {
    git('checkout', '--quiet', '--orphan', 'island');
    git('commit', '--quiet', '--allow-empty', '--message', 'island');

    assert.match(
      JSON.stringify(await new Git().show(path(), 'v1...')),
      /No commit here is in both/,
    );
  });

  it('knows no commits of a file that was never committed', async () => {
    assert.equal((await new Git().commitsWith(`${folder}/sub/c.md`, ['x'])).size, 0);
  });

  const reasons: readonly (readonly [string, () => Promise<unknown>, RegExp])[] = [
    ['there is no such commit', () => new Git().show(path(), 'nowhere'), /no commit.*“nowhere”/],
    [
      'the file is not in it',
      () => new Git().show(`${folder}/sub/b.md`, 'v1'),
      /b\.md does not exist at “v1”/,
    ],
    ['the name is an option', () => new Git().show(path(), '--output=x'), /no name of a commit/],
    ['the name is a range', () => new Git().show(path(), 'v1...HEAD'), /no name of a commit/],
    ['the name is a path', () => new Git().show(path(), 'v1:sub'), /no name of a commit/],
    [
      'there is no git',
      () => new Git({ command: 'git-that-is-not' }).show(path(), 'v1'),
      /installed/,
    ],
    ['there is no repository', () => new Git().show('/a.md', 'v1'), /not in a git repository/],
  ];
  for (const [what, show, reason] of reasons) {
    it(`says that ${what}`, async () => {
      const found = await show();

      assert.match(JSON.stringify(found), reason);
    });
  }

  it('knows no commit without git or repository', async () => {
    assert.equal(await new Git({ command: 'git-that-is-not' }).commitOf(path()), undefined);
    assert.equal(await new Git().commitOf('/a.md'), undefined);
  });

  it('gives up on a git that does not end', async function () {
    if (process.platform === 'win32') this.skip();
    const slow = `${folder}/slow`;
    writeFileSync(slow, '#!/bin/sh\nexec sleep 60\n');
    chmodSync(slow, 0o755);

    const found = await new Git({ command: slow, timeLimitMs: 100 }).show(path(), 'v1');

    assert.match(JSON.stringify(found), /longer than 0\.1 s/);
  });

  it('runs no command that the configuration of a repository names', async function () {
    if (process.platform === 'win32') this.skip();
    const trap = `${folder}/trap`;
    const caught = `${folder}/caught`;
    writeFileSync(trap, `#!/bin/sh\ntouch ${caught}\ncat\n`);
    chmodSync(trap, 0o755);
    for (const name of [
      ...['core.fsmonitor', 'core.pager', 'core.sshCommand', 'core.askPass', 'core.editor'],
      ...['diff.external', 'diff.trap.textconv', 'filter.trap.smudge', 'filter.trap.clean'],
      ...['gpg.program', 'core.alternateRefsCommand', 'uploadpack.packObjectsHook'],
    ])
      git('config', name, trap);
    git('config', 'log.showSignature', 'true');
    git('config', 'extensions.partialClone', 'origin');
    git('config', 'remote.origin.promisor', 'true');
    git('config', 'remote.origin.url', `ext::${trap}`);
    git('config', 'protocol.ext.allow', 'always');
    writeFileSync(`${folder}/.gitattributes`, '* diff=trap filter=trap\n');
    rmSync(caught, { force: true });
    const reader = new Git();

    await reader.commitOf(path());
    const found = await reader.show(path(), 'v1');
    await reader.show(path(), '0123456789012345678901234567890123456789');

    assert.deepEqual(found, { text: 'old Grüße\n', commit: git('rev-parse', 'v1') });
    assert.equal(existsSync(caught), false);
  });
});
