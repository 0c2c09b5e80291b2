import { builtInMetrics } from '../../src/core/metrics/builtIn.ts';
import { commandsTable, type Manifest, settingsTable } from './manifestTables.ts';
import { metricsTable } from './metricsTable.ts';
import { withPart } from './withPart.ts';

/** The README with its table of metrics as the code is now. */
export function readmeWithTables(readme: string): string {
  return withPart(readme, 'metrics', metricsTable(builtInMetrics, 'docs/metrics.md'));
}

/** The page of commands and settings as the manifest is now. */
export function referencePage(page: string, manifestText: string): string {
  const manifest = JSON.parse(manifestText) as Manifest;
  return withPart(
    withPart(page, 'commands', commandsTable(manifest)),
    'settings',
    settingsTable(manifest),
  );
}
