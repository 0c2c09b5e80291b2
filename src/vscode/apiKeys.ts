import * as vscode from 'vscode';

/** Keys of model endpoints, each bound to the origin it was entered for. */
export class ApiKeys {
  private readonly secrets: vscode.SecretStorage;

  constructor(secrets: vscode.SecretStorage) {
    this.secrets = secrets;
  }

  get(origin: string): Thenable<string | undefined> {
    return this.secrets.get(nameOf(origin));
  }

  /** Asks for an endpoint and its key. */
  async enter(suggested: string): Promise<void> {
    const origin = await askOrigin(suggested);
    if (origin === undefined) return;
    const key = await vscode.window.showInputBox({
      title: `API key for ${origin}`,
      prompt: 'Kept in the secret storage of VS Code, and sent to this origin only.',
      password: true,
      ignoreFocusOut: true,
    });
    if (key !== undefined && key.trim() !== '')
      await this.secrets.store(nameOf(origin), key.trim());
  }

  async clear(suggested: string): Promise<void> {
    const origin = await askOrigin(suggested);
    if (origin !== undefined) await this.secrets.delete(nameOf(origin));
  }
}

async function askOrigin(suggested: string): Promise<string | undefined> {
  const address = await vscode.window.showInputBox({
    title: 'Endpoint of the model',
    value: suggested,
    validateInput: (value) =>
      URL.canParse(value) ? undefined : 'Enter an address such as https://api.openai.com/v1',
  });
  return address === undefined ? undefined : new URL(address).origin;
}

function nameOf(origin: string): string {
  return `micro-metrics.key ${origin}`;
}
