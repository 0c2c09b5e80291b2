import type { Log } from '../core/ports.ts';

/** Notes for a terminal, on standard error. */
export function consoleLog(write: (line: string) => void): Log {
  return {
    info: () => undefined,
    warn: (message) => write(`warning: ${message}`),
    error: (message, cause) => {
      write(`error: ${message}`);
      if (cause instanceof Error && cause.stack) write(cause.stack);
    },
  };
}
