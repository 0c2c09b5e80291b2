/** A scoring worker whose metrics do what no metric should. The reply says when. */
import * as z from 'zod';
import { createRegistry } from '../../src/core/metrics/registry.ts';
import { serveScoring } from '../../src/node/scoring/serveScoring.ts';

const done = {
  status: 'scored' as const,
  value: 1,
  passed: true,
  explanation: JSON.stringify(process.env),
  evidence: [],
};

const deeds: Readonly<Record<string, () => unknown>> = {
  hang: () => {
    for (;;);
  },
  wait: () => new Promise(() => undefined),
  eat: () => {
    const eaten: number[][] = [];
    for (;;) eaten.push(Array.from({ length: 10_000 }, Math.random));
  },
  exit: () => process.exit(3),
  throw: () => {
    throw new Error('Not today.');
  },
};

serveScoring(
  createRegistry([
    {
      type: 'hostile',
      summary: 'Does what its reply says.',
      zero: 'never',
      one: 'when it lives',
      parameters: z.unknown(),
      examples: [],
      score: async (sample) => {
        await deeds[sample.replies[0]?.text ?? '']?.();
        return done;
      },
    },
  ]),
);
