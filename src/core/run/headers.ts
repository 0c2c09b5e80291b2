/** Headers by name. */
export type Headers = Readonly<Record<string, string>>;

/** Whether the value of a header is a secret, as its name says. */
export function isSecretHeader(name: string): boolean {
  return /key|token|auth|secret|cookie|pass|cred|session/i.test(name);
}

/** Headers as OPENAI_CUSTOM_HEADERS holds them: `Name: value`, a line each. Lines of another shape are left out. */
export function headersOfLines(text: string): Headers {
  const pairs = text.split('\n').flatMap((line) => {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trim();
    return name === '' ? [] : [[name, line.slice(colon + 1).trim()] as const];
  });
  return Object.fromEntries(pairs);
}
