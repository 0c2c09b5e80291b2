import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import type { Sample } from '../../src/core/metrics/sample.ts';

const side = z.object({
  response: z.string(),
  verdicts: z.array(z.boolean()),
  unsure: z.array(z.int()).optional(),
});

const record = z.object({
  key: z.union([z.number(), z.string()]),
  prompt: z.string(),
  instructions: z.array(z.object({ id: z.string(), args: z.record(z.string(), z.json()) })),
  a: side,
  b: side,
});

/** One prompt of IFEval with its instructions and two models' responses and official verdicts. */
export type IfevalRecord = z.infer<typeof record>;

/** The records of a JSONL file. @throws {Error} naming the line that cannot be read */
export async function readRecords(path: string): Promise<readonly IfevalRecord[]> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [record.parse(JSON.parse(line))];
    } catch (error) {
      throw new Error(`${path}:${index + 1}: ${error instanceof Error ? error.message : error}`);
    }
  });
}

/** What metrics see of a response to a prompt. */
export function sampleOfResponse(key: string, prompt: string, response: string): Sample {
  return {
    caseId: key,
    trial: 0,
    variables: {},
    messages: [
      { role: 'user', content: prompt },
      { role: 'assistant', content: response },
    ],
    replies: [{ text: response, toolCalls: [], messageIndex: 1, isCached: true }],
  };
}
