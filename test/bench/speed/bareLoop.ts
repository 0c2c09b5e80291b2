/**
 * The floor of the run benchmarks: the same calls by the `openai` package alone, so many at a time. Nothing is kept,
 * scored or compared.
 *
 *   node bareLoop.ts <base url> <calls> <concurrency>
 */
import OpenAI from 'openai';
import { questionOf, systemText } from './workspace.ts';

const [baseURL, calls, concurrency] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey: 'none' });
let next = 0;
await Promise.all(
  Array.from({ length: Number(concurrency) }, async () => {
    for (let number = next++; number < Number(calls); number = next++) {
      const made = await client.chat.completions.create({
        model: 'bench-model',
        messages: [
          { role: 'system', content: systemText },
          { role: 'user', content: questionOf(number) },
        ],
      });
      if (!made.choices[0]?.message.content) throw new Error('An answer is missing.');
    }
  }),
);
