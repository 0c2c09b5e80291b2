/**
 * Shapes of secrets: keys of model providers (sk-), tokens of GitHub, AWS, Google, Slack and Hugging Face,
 * JSON web tokens, bearer tokens, private keys. No groups.
 */
const secret =
  /\bsk-[A-Za-z0-9_-]{16,}|\b(?:gh[opsur]|github_pat)_[A-Za-z0-9_]{20,}|\bA[KS]IA[0-9A-Z]{16}\b|\bAIza[A-Za-z0-9_-]{35}|\bxox[abeoprs]-[A-Za-z0-9-]{10,}|\bhf_[A-Za-z0-9]{30,}|\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}|\bBearer\s+[A-Za-z0-9._~+/-]{16,}=*|-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]{1,10000}-----END [A-Z ]{0,40}PRIVATE KEY-----/g;

/** Fixed beginnings of all shapes: looking for these first is many times faster than the pattern. */
const beginnings: readonly string[] = [
  ...['sk-', 'AKIA', 'ASIA', 'AIza', 'xox', 'hf_', 'eyJ', 'Bearer', '-----BEGIN'],
  ...['ghp_', 'gho_', 'ghs_', 'ghu_', 'ghr_', 'github_pat_'],
];

/** A text with everything that looks like a secret replaced, but for what `isKept` says to keep. */
export function redact(text: string, isKept: (secret: string) => boolean = () => false): string {
  if (!mayHoldSecret(text)) return text;
  return text.replace(secret, (found) => (isKept(found) ? found : '[redacted]'));
}

/** Whether it is worth looking closer. */
export function mayHoldSecret(text: string): boolean {
  return beginnings.some((beginning) => text.includes(beginning));
}
