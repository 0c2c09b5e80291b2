import { exitCodes } from './exitCodes.ts';
import type { Output } from './output.ts';

/** What is used of the process. */
export interface SignalSource {
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  exit(code: number): unknown;
}

/**
 * A signal that Ctrl+C and SIGTERM abort: what is under way ends, what was paid for is kept and reported. The second
 * one ends the process at once; completions are on the disk by then.
 */
export function stopOnSignals(source: SignalSource, output: Pick<Output, 'note'>): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) {
      source.exit(exitCodes.interrupted);
      return;
    }
    controller.abort();
    output.note('Stopping; what is done is kept. Once more ends at once.');
  };
  source.on('SIGINT', stop);
  source.on('SIGTERM', stop);
  return controller.signal;
}
