import { mkdir, writeFile } from 'node:fs/promises';
import { builtInMetrics } from '../src/core/metrics/builtIn.ts';
import { reportJsonSchema } from '../src/core/report/reportSchema.ts';
import { suiteJsonSchema } from '../src/core/suite/schema.ts';

/** Writes the JSON Schemas of suite files, for completion and checks in any editor, and of the JSON report. */
const schemas = {
  'suite.schema.json': suiteJsonSchema(builtInMetrics),
  'report.schema.json': reportJsonSchema(),
};
for (const [name, schema] of Object.entries(schemas)) {
  const target = new URL(`../schemas/${name}`, import.meta.url);
  await mkdir(new URL('.', target), { recursive: true });
  await writeFile(target, `${JSON.stringify(schema, null, 2)}\n`);
}
