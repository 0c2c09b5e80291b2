import * as vscode from 'vscode';
import type { Disposable } from '../../core/lifecycle.ts';
import { RememberedSecrets } from './rememberedSecrets.ts';

/** Keys of model endpoints, each bound to the origin it was entered for. */
export class ApiKeys implements Disposable {
  private readonly secrets: RememberedSecrets;

  constructor(secrets: vscode.SecretStorage) {
    this.secrets = new RememberedSecrets(secrets);
  }

  get(origin: string): Promise<string | undefined> {
    return this.secrets.get(nameOf(origin));
  }

  /** Asks for an endpoint and its key. */
  async enter(suggested: string): Promise<void> {
    const origin = await askOrigin(suggested);
    if (origin !== undefined) await this.enterFor(origin);
  }

  private async enterFor(origin: string): Promise<void> {
    const key = await vscode.window.showInputBox({
      title: `API key for ${origin}`,
      prompt: 'Kept in the secret storage of VS Code, and sent to this origin only.',
      password: true,
      ignoreFocusOut: true,
    });
    if (key !== undefined && key.trim() !== '')
      await this.secrets.store(nameOf(origin), key.trim());
  }

  /** Asks for the key of an endpoint that has none stored. A server on this machine needs none. */
  async enterIfNone(baseUrl: string): Promise<void> {
    const { origin, hostname } = new URL(baseUrl);
    if (['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return;
    if ((await this.get(origin)) === undefined) await this.enterFor(origin);
  }

  async clear(suggested: string): Promise<void> {
    const origin = await askOrigin(suggested);
    if (origin !== undefined) await this.secrets.delete(nameOf(origin));
  }

  dispose(): void {
    this.secrets.dispose();
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
