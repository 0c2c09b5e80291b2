import * as z from 'zod';
import { keyTable } from '../../src/core/metrics/metricMarkdown.ts';
import { parameterKeys } from '../../src/core/prompt/modelKeys.ts';
import {
  caseFileKeys,
  caseKeys,
  metricKeys,
  retiredSchema,
  suiteKeys,
} from '../../src/core/suite/schema.ts';
import { withPart } from './withPart.ts';

type Keys = Readonly<Record<string, z.ZodType>>;

/** The page of suites with its tables of keys as the schema is now. */
export function suitesPage(page: string): string {
  const tables: readonly (readonly [name: string, keys: Keys])[] = [
    ['suite keys', suiteKeys],
    ['metric keys', metricKeys],
    ['case keys', caseKeys],
    ['case file keys', caseFileKeys],
    ['retired keys', retiredSchema.shape],
  ];
  return tables.reduce((text, [name, keys]) => withPart(text, name, table(keys)), page);
}

/** The page of models with its table of parameters. */
export function modelsPage(page: string): string {
  return withPart(page, 'parameters', table(parameterKeys));
}

/** Nothing has a default that the words do not tell, and what is required is checked elsewhere. */
function table(keys: Keys): string {
  const schema = z.object(keys).partial();
  return keyTable(schema, [])
    .map((row) => row.replace(/^(\|[^|]*\|[^|]*\|)[^|]*\|/, '$1'))
    .join('\n');
}
