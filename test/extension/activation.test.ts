import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extensionUnderTest } from './support/host.ts';

describe('The extension in VS Code', () => {
  it('is known under its identifier', () => {
    const { packageJSON } = extensionUnderTest();

    assert.equal(packageJSON.displayName, 'Micro Metrics');
  });

  it('activates', async () => {
    const extension = extensionUnderTest();

    await extension.activate();

    assert.equal(extension.isActive, true);
  });

  it('registers every command that its manifest contributes', async () => {
    const extension = extensionUnderTest();
    await extension.activate();
    const contributed: readonly { command: string }[] =
      extension.packageJSON.contributes?.commands ?? [];

    const registered = new Set(await vscode.commands.getCommands(true));

    assert.notEqual(contributed.length, 0);
    assert.deepEqual(
      contributed.map(({ command }) => command).filter((command) => !registered.has(command)),
      [],
    );
  });
});
