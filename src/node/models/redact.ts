/** Shape of keys as providers of models hand them out; group 1 is the prefix that may stay. */
const keyShape = /\b(sk-|gsk_|xai-)[\w*.-]{8,}/g;

/** Takes secrets out of text that a server wrote before anyone sees it. */
export class Redactor {
  private readonly secrets: readonly string[];

  constructor(secrets: readonly string[]) {
    this.secrets = secrets.filter((secret) => secret.length >= 4);
  }

  /** For messages: also what only looks like a key, such as a masked one that a server quotes. */
  message(text: string): string {
    return this.known(text).replace(keyShape, '[key]');
  }

  /** For answers: only the secrets themselves, so that other text stays as the model wrote it. */
  answer(text: string): string {
    return this.known(text);
  }

  private known(text: string): string {
    let clean = text;
    for (const secret of this.secrets) {
      if (clean.includes(secret)) clean = clean.replaceAll(secret, '[key]');
    }
    return clean;
  }
}
