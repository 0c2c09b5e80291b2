import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../support/vscode/childProcess.ts';
import { useServerBuild } from '../support/vscode/install.ts';
import { runNpm } from '../support/vscode/npm.ts';
import { projectRoot } from '../support/vscode/paths.ts';
import { makeTempFolder, type TempFolder } from '../support/vscode/tempFolder.ts';
import { openWindow } from './support/session.ts';

describe('The package', () => {
  let temp: TempFolder;
  /** Folder of the installed extension. */
  let installed: string;

  before(async function () {
    this.timeout(300_000);
    temp = await makeTempFolder('mm-vsix-');
    const file = join(temp.path, 'micro-metrics.vsix');
    const packed = await runNpm(['run', 'package', '--', '--out', file], projectRoot);
    assert.equal(packed.code, 0, packed.stdout + packed.stderr);
    const { folder } = await useServerBuild('the package is installed into it');
    const extensions = join(temp.path, 'extensions');
    const done = await run(process.execPath, [
      join(folder, 'out', 'server-main.js'),
      ...['--accept-server-license-terms', '--server-data-dir', join(temp.path, 'data')],
      ...['--extensions-dir', extensions, '--install-extension', file],
    ]);
    assert.equal(done.code, 0, done.stdout + done.stderr);
    const [name = ''] = (await readdir(extensions)).filter((entry) =>
      /^micro-metrics\./.test(entry),
    );
    installed = join(extensions, name);
  });
  after(() => temp.remove());

  it('holds what runs and what people read, and nothing else', async () => {
    const files = await filesBelow(installed);

    const strange = files.filter((file) => !expected.some((pattern) => pattern.test(file)));
    assert.deepEqual(strange, []);
    const needed = ['extension', 'scorer', 'checkpointer', 'cli', 'cliMain', 'panel/compare'].map(
      (name) => `dist/${name}.js`,
    );
    const texts = ['readme.md', 'changelog.md', 'LICENSE.txt', 'package.json'];
    assert.deepEqual(
      [...needed, ...texts].filter((file) => !files.includes(file)),
      [],
    );
  });

  it('is smaller than 12 MB when it is unpacked', async () => {
    const files = await filesBelow(installed);
    const sizes = await Promise.all(
      files.map(async (file) => (await stat(join(installed, file))).size),
    );

    assert.ok(sizes.reduce((sum, size) => sum + size, 0) < 12_000_000);
  });

  it('has every file that its bundles import', async () => {
    const files = new Set(await filesBelow(installed));
    const bundles = [...files].filter((file) => /^dist\/[^p].*\.js$/.test(file));
    const missing: string[] = [];
    for (const bundle of bundles) {
      const text = await readFile(join(installed, bundle), 'utf8');
      for (const [, path = ''] of text.matchAll(/(?:from|import\()\s*"(\.[^"]+\.js)"/g)) {
        const file = join(bundle, '..', path);
        if (!files.has(file)) missing.push(file);
      }
    }
    assert.notEqual(bundles.length, 0);
    assert.deepEqual(missing, []);
  });

  it('works where it is installed: a suite runs and its result stands above the prompt', async () => {
    const window = await openWindow({ extensionsFolder: join(installed, '..') });
    await window.open('support.prompt.md');
    await window.editor.clickCodeLens('Run suite');

    await window.page
      .getByText(/\b(\d+) of \1 metrics pass/)
      .first()
      .waitFor();

    assert.match(
      await (await window.statusItem()).innerText(),
      /first version: (\d+) of \1 pass \(simulated\)/,
    );
    await window.screenshot('package-installed');
  });
});

/** Files of an installed extension; the manifest of the installer is not ours. */
const expected: readonly RegExp[] = [
  /^dist\/(extension|cli|cliMain|scorer|checkpointer)\.js$/,
  /^dist\/chunks\/[\w.-]+\.js$/,
  /^dist\/panel\/[\w.-]+\.(js|css|ttf|svg)$/,
  /^(readme\.md|changelog\.md|LICENSE\.txt|NOTICE|package\.json)$/,
  /^dist\/THIRD-PARTY-NOTICES\.txt$/,
  /^media\/[\w/-]+\.(png|svg|md)$/,
  /^\.vsixmanifest$/,
];

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}
