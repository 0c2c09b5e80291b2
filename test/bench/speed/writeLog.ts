import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { mulberry32 } from '../../../src/core/compare/statistics/mulberry32.ts';
import { questionOf, systemText } from './workspace.ts';

const words =
  'the order left our store on monday and a mail with its number is on the way please wait until then we will look into it for you'.split(
    ' ',
  );

/** A production log as a small service would write it: 3 seconds between its lines. */
export async function writeLog(path: string, count: number): Promise<void> {
  const random = mulberry32(11);
  const file = createWriteStream(path);
  for (let number = 0; number < count; number++) {
    const length = 40 + Math.floor(random() * 60);
    const said = Array.from({ length }, () => words[Math.floor(random() * words.length)]);
    const line = JSON.stringify({
      time: new Date(Date.UTC(2026, 9, 1) + number * 3000).toISOString(),
      model: 'bench-model',
      messages: [
        { role: 'system', content: systemText },
        { role: 'user', content: questionOf(number) },
      ],
      output: `Thank you for writing to Nordlicht. ${said.join(' ')}. Your team.`,
      latencyMs: 800 + (number % 400),
      usage: { inputTokens: 60, outputTokens: 90 },
    });
    if (!file.write(`${line}\n`)) await once(file, 'drain');
  }
  file.end();
  await finished(file);
}
