/**
 * Shapes of secrets: keys of model providers, bearer tokens, tokens of GitHub and AWS, private keys.
 */
const secrets: readonly RegExp[] = [
  /\bsk-[A-Za-z0-9_-]{16,}/g,
  /\b(?:ghp|gho|ghs|ghu|github_pat)_[A-Za-z0-9_]{20,}/g,
  /\bAKIA[0-9A-Z]{16}\b/g,
  /\bBearer\s+[A-Za-z0-9._~+/-]{16,}=*/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]{1,10000}-----END [A-Z ]*PRIVATE KEY-----/g,
];

/** A text with everything that looks like a secret replaced. */
export function redact(text: string): string {
  return secrets.reduce((rest, secret) => rest.replace(secret, '[redacted]'), text);
}
