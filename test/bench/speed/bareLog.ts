/**
 * The floor of scoring logs: the same lines read and parsed in one thread, and nothing done with them.
 *
 *   node bareLog.ts <log>
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

const [path = ''] = process.argv.slice(2);
let characters = 0;
for await (const line of createInterface({ input: createReadStream(path) })) {
  const { output } = JSON.parse(line);
  characters += output.length;
}
if (characters === 0) throw new Error('The log is empty.');
