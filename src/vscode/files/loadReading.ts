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
  for (const load of [
    () => import('../../core/yaml/schemaKeys.ts'),
    () => import('../../core/yaml/readYaml.ts'),
    () => import('../../core/suite/readMetrics.ts'),
    () => import('../../core/metrics/textMetrics.ts'),
    () => import('../../core/metrics/structureMetrics.ts'),
    () => import('../../core/metrics/comparingMetrics.ts'),
    () => import('../../core/metrics/builtIn.ts'),
    () => import('../../core/prompt/formats.ts'),
  ]) {
    // At first, VS Code is still telling of the file that was opened.
    await hostTurn();
    await load();
  }
  await hostTurn();
  return import('./reading.ts');
}
