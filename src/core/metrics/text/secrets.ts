import type { Mark } from '../outcome.ts';

interface SecretPattern {
  readonly name: string;
  readonly pattern: RegExp;
}

/** Forms of keys that their issuers document or that are plain to see. Each run is bounded, so that time stays linear. */
const PATTERNS: readonly SecretPattern[] = [
  { name: 'private key', pattern: /-----BEGIN (?:[A-Z]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g },
  { name: 'Anthropic key', pattern: /(?<![\w-])sk-ant-[\w-]{20,200}/g },
  {
    name: 'OpenAI key',
    pattern: /(?<![\w-])sk-(?:proj-|svcacct-|admin-)?(?=[\w-]{0,200}\d)[\w-]{20,200}/g,
  },
  {
    name: 'AWS access key',
    pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])/g,
  },
  {
    name: 'GitHub token',
    pattern: /(?<!\w)(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_\w{22,255})/g,
  },
  { name: 'GitLab token', pattern: /(?<!\w)glpat-[\w-]{20,64}/g },
  { name: 'Google API key', pattern: /(?<![\w-])AIza[\w-]{35}(?![\w-])/g },
  { name: 'Hugging Face token', pattern: /(?<!\w)hf_[A-Za-z0-9]{30,64}/g },
  { name: 'npm token', pattern: /(?<!\w)npm_[A-Za-z0-9]{36}(?!\w)/g },
  { name: 'Slack token', pattern: /(?<!\w)xox[abeoprs]-[\w-]{10,200}/g },
  { name: 'Stripe key', pattern: /(?<!\w)[rs]k_(?:live|test)_[A-Za-z0-9]{16,200}/g },
  { name: 'SendGrid key', pattern: /(?<!\w)SG\.[\w-]{16,32}\.[\w-]{16,64}/g },
  {
    name: 'JSON Web Token',
    pattern: /(?<![\w-])eyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{10,2000}/g,
  },
  {
    name: 'password in a URL',
    pattern: /(?<!\w)[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]{1,100}:[^\s/@]{3,100}@[^\s/]{1,200}/gi,
  },
  {
    name: 'assigned secret',
    pattern:
      /(?<![A-Za-z])(?:api[_-]?key|secret(?:[_-]?key)?|access[_-]?token|auth[_-]?token|client[_-]?secret|passw(?:or)?d|pwd)["']?\s{0,3}[:=]\s{0,3}["']?(?=[^\s"']{0,200}\d)(?=[^\s"']{0,200}[A-Za-z])[^\s"'<>{}$,;]{8,200}/gi,
  },
];

/** Secrets in a text, from left to right, none overlapping. */
export function secretsIn(text: string): readonly (Mark & { readonly label: string })[] {
  const found: (Mark & { readonly label: string })[] = [];
  for (const { name, pattern } of PATTERNS)
    for (const match of text.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (found.length >= MOST_FOUND) break;
      if (!found.some((other) => start < other.end && other.start < end))
        found.push({ start, end, label: name });
    }
  return found.sort((a, b) => a.start - b.start);
}

const MOST_FOUND = 200;
