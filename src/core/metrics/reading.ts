import * as z from 'zod';

/** The key `reading`, with what its two values mean for a metric. */
export function readingKey(careful: string, simple: string) {
  return z
    .enum(['careful', 'simple'])
    .default('careful')
    .describe(`How the text is read. \`careful\`: ${careful} \`simple\`: ${simple}`);
}
