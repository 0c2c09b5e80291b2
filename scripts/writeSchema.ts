import { mkdir, writeFile } from 'node:fs/promises';
import { builtInMetrics } from '../src/core/metrics/builtIn.ts';
import { suiteJsonSchema } from '../src/core/suite/schema.ts';

/** Writes the JSON Schema of suite files, for completion and checks in any editor. */
const target = new URL('../schemas/suite.schema.json', import.meta.url);
await mkdir(new URL('.', target), { recursive: true });
await writeFile(target, `${JSON.stringify(suiteJsonSchema(builtInMetrics), null, 2)}\n`);
