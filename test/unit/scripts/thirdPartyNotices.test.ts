import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  dataPackages,
  packageFolders,
  thirdPartiesIn,
  thirdPartyText,
} from '../../../scripts/thirdPartyNotices.ts';
import { projectRoot } from '../../support/vscode/paths.ts';

describe('notices of third parties', () => {
  it('are about the packages that files come from, scoped and nested ones too', () => {
    const folders = packageFolders([
      'src/a.ts',
      'node_modules/yaml/dist/index.js',
      'node_modules/yaml/dist/other.js',
      'node_modules/@a/b/index.js',
      'node_modules/@a/b/node_modules/c/index.js',
    ]);

    assert.deepEqual(folders, [
      'node_modules/@a/b',
      'node_modules/@a/b/node_modules/c',
      'node_modules/yaml',
    ]);
  });

  it('hold the licence of the data that the tables of languages are made from', async () => {
    const text = thirdPartyText(await thirdPartiesIn(projectRoot, dataPackages));

    assert.match(text, /eld \S+ \(Apache-2\.0\)[\s\S]*Copyright 2023 Nito T\.M\./);
    assert.match(text, /franc-all \S+ \(MIT\)[\s\S]*Copyright \(c\) Titus Wormer[\s\S]*Permission/);
  });

  it('stand in what is built, each with a text', async () => {
    const text = await readFile(join(projectRoot, 'dist', 'THIRD-PARTY-NOTICES.txt'), 'utf8');

    const entries = text.split(`\n${'-'.repeat(80)}\n`).slice(2);
    for (const name of ['openai', 'yaml', 'zod', 'lit', '@vscode/codicons', 'eld', 'franc-all'])
      assert.ok(
        entries.some((entry) => entry.trim().startsWith(`${name} `)),
        name,
      );
    for (const entry of entries) assert.ok(entry.trim().length > 300, entry);
  });

  it('are packed with the extension', async () => {
    const rules = (await readFile(join(projectRoot, '.vscodeignore'), 'utf8')).split('\n');

    assert.ok(rules.includes('!dist/**') && rules.includes('!NOTICE'));
  });
});
