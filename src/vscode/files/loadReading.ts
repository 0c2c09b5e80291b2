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
  await import('../../core/yaml/readYaml.ts');
  await nextTurn();
  await import('../../core/suite/readMetrics.ts');
  await nextTurn();
  await import('../../core/metrics/builtIn.ts');
  await nextTurn();
  await import('../../core/prompt/formats.ts');
  await nextTurn();
  return import('./reading.ts');
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
