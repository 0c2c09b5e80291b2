import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the prompt asks for; the server does each of the first two only when it is asked to. */
export const instructions = [
  'Mention our name.',
  'End with a polite closing.',
  'You answer customers of a shop.',
  'Use at most 120 words.',
] as const;

export const systemText = instructions.join(' ');

/** The user's message of a case; each differs from all others. */
export function questionOf(number: number): string {
  return `Where is my order number ${10_000 + number}? I have waited for it since Monday.`;
}

const cheapMetrics = [
  'id: name\n    type: contains\n    value: Nordlicht',
  'id: short\n    type: length\n    unit: words\n    max: 120',
  'id: on-topic\n    type: matches\n    pattern: "\\\\b(order|mail|number)\\\\b"',
  'id: closing\n    type: ends-with\n    value: team.',
  'id: no-refund\n    type: excludes\n    value: refund',
] as const;

export interface WorkspaceOptions {
  readonly cases: number;
  readonly baseUrl: string;
  /** How many of the cheap metrics (contains, length, matches, ends-with, excludes). */
  readonly metrics: number;
  /** Adds a `language` metric. */
  readonly hasLanguage?: boolean;
}

/** Writes `bench.prompt.md`, its suite and its cases (JSONL) into a folder. */
export async function writeWorkspace(folder: string, options: WorkspaceOptions): Promise<void> {
  await mkdir(folder, { recursive: true });
  const metrics: string[] = cheapMetrics.slice(0, options.metrics);
  if (options.hasLanguage)
    metrics.push('id: language\n    type: language\n    same-as: last-user-message');
  const suite = [
    `model: { provider: openai, name: bench-model, base-url: "${options.baseUrl}" }`,
    'metrics:',
    ...metrics.map((metric) => `  - ${metric}`),
    'cases:',
    '  - file: cases.jsonl',
  ];
  const rows = Array.from({ length: options.cases }, (_, number) =>
    JSON.stringify({ id: `case-${number}`, turns: [questionOf(number)] }),
  );
  await writeFile(join(folder, 'bench.prompt.md'), `${systemText}\n`);
  await writeFile(join(folder, 'bench.metrics.yaml'), `${suite.join('\n')}\n`);
  await writeFile(join(folder, 'cases.jsonl'), `${rows.join('\n')}\n`);
}
