import { builtInMetrics } from '../../src/core/metrics/builtIn.ts';
import { commandsTable, type Manifest, settingsTable } from './manifestTables.ts';
import { metricsTable } from './metricsTable.ts';
import { withPart } from './withPart.ts';

/** The README with its tables of metrics, commands and settings as the code and the manifest are now. */
export function readmeWithTables(readme: string, manifestText: string): string {
  const manifest = JSON.parse(manifestText) as Manifest;
  const tables: readonly (readonly [name: string, table: string])[] = [
    ['metrics', metricsTable(builtInMetrics, 'docs/metrics.md')],
    ['commands', commandsTable(manifest)],
    ['settings', settingsTable(manifest)],
  ];
  return tables.reduce((page, [name, table]) => withPart(page, name, table), readme);
}
