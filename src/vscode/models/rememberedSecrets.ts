import type { Disposable, Event, SecretStorage } from 'vscode';

/**
 * Secrets as VS Code keeps them, each fetched once: it is asked for at every run, and VS Code's answer, which comes from another
 * process and is decrypted there, takes longer than a run whose replies are all stored. In memory only.
 */
export class RememberedSecrets implements Disposable {
  private readonly secrets: Pick<SecretStorage, 'get' | 'store' | 'delete'>;
  private readonly known = new Map<string, Promise<string | undefined>>();
  private readonly changes: Disposable;

  constructor(
    secrets: Pick<SecretStorage, 'get' | 'store' | 'delete'> & {
      /** Of all windows. */
      readonly onDidChange: Event<{ readonly key: string }>;
    },
  ) {
    this.secrets = secrets;
    this.changes = secrets.onDidChange(({ key }) => this.known.delete(key));
  }

  /** What could not be fetched is fetched anew the next time. */
  get(name: string): Promise<string | undefined> {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const fetched = Promise.resolve(this.secrets.get(name));
    this.known.set(name, fetched);
    fetched.catch(() => {
      if (this.known.get(name) === fetched) this.known.delete(name);
    });
    return fetched;
  }

  async store(name: string, value: string): Promise<void> {
    await this.secrets.store(name, value);
    this.known.delete(name);
  }

  async delete(name: string): Promise<void> {
    await this.secrets.delete(name);
    this.known.delete(name);
  }

  dispose(): void {
    this.changes.dispose();
    this.known.clear();
  }
}
