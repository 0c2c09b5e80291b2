/** Compares the ids in src/vscode/base/contributions.ts with what package.json declares. */
import { readFile } from 'node:fs/promises';
import { commandIds, settingIds } from '../src/vscode/base/contributions.ts';

const manifest = JSON.parse(
  await readFile(new URL('../package.json', import.meta.url), 'utf8'),
) as {
  engines: { vscode: string };
  devDependencies: Record<string, string>;
  contributes: {
    commands: { command: string }[];
    configuration: { properties: Record<string, unknown> }[];
    menus: Record<string, { command: string; when?: string }[]>;
  };
};

const problems = [
  ...differences(
    'Command',
    Object.values(commandIds),
    manifest.contributes.commands.map(({ command }) => command),
  ),
  ...differences(
    'Setting',
    Object.values(settingIds),
    manifest.contributes.configuration.flatMap(({ properties }) => Object.keys(properties)),
  ),
  // VS Code knows no such operator, says nothing, and shows the entry wherever the rest holds.
  ...Object.entries(manifest.contributes.menus).flatMap(([menu, entries]) =>
    entries
      .filter(({ when = '' }) => when.includes('!~'))
      .map(({ command }) => `${command} in ${menu}: write !(key =~ /.../) in place of !~.`),
  ),
  // The compiler then refuses every API that is newer than the oldest VS Code.
  ...(manifest.engines.vscode === `^${manifest.devDependencies['@types/vscode']}`
    ? []
    : ['engines.vscode and @types/vscode name different versions.']),
];
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;

function differences(kind: string, inCode: readonly string[], declared: readonly string[]) {
  return [
    ...inCode
      .filter((id) => !declared.includes(id))
      .map((id) => `${kind} ${id} is in the code but not in package.json.`),
    ...declared
      .filter((id) => !inCode.includes(id))
      .map((id) => `${kind} ${id} is in package.json but not in the code.`),
  ];
}
