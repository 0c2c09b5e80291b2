import { hostTurn } from '../base/hostBreather.ts';

type Reading = typeof import('./reading.ts');

let loading: Promise<Reading> | undefined;

/**
 * Loads what reads prompts, suites and their history: a megabyte of code. It comes part by part, each in a turn of the event
 * loop of its own, because typing waits for a turn. What failed is loaded anew the next time.
 */
export function loadReading(): Promise<Reading> {
  loading ??= inParts().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function inParts(): Promise<Reading> {
  // VS Code is still telling of the file that was opened.
  await hostTurn();
  await import('../../core/yaml/schemaKeys.ts');
  await hostTurn();
  await import('../../core/yaml/readYaml.ts');
  await hostTurn();
  await import('../../core/suite/readMetrics.ts');
  await hostTurn();
  await import('../../core/metrics/textMetrics.ts');
  await hostTurn();
  await import('../../core/metrics/structureMetrics.ts');
  await hostTurn();
  await import('../../core/metrics/comparingMetrics.ts');
  await hostTurn();
  await import('../../core/metrics/builtIn.ts');
  await hostTurn();
  await import('../../core/prompt/formats.ts');
  await hostTurn();
  return import('./reading.ts');
}
