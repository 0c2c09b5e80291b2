/** Where the command line writes: results to one side, everything else to the other. */
export interface Output {
  /** Results. */
  result(text: string): void;
  /** Notes, warnings and errors. */
  note(text: string): void;
  /** Replaces the line of progress; does nothing where nobody watches. */
  progress(text: string): void;
  readonly isColoured: boolean;
}

/** What is used of a stream of the process. */
export interface OutputStream {
  write(text: string): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  readonly isTTY?: boolean;
}

/** Progress is drawn at most this often, in milliseconds. */
const progressPauseMs = 50;

export function outputTo(
  out: OutputStream,
  err: OutputStream,
  { isColourless = false, now = () => performance.now() } = {},
): Output {
  const isWatched = err.isTTY === true;
  let hasProgress = false;
  let drawn = Number.NEGATIVE_INFINITY;
  const clear = () => {
    if (hasProgress) err.write('\r\u001b[2K');
    hasProgress = false;
  };
  // Whoever reads may have seen enough (`| head`): that ends the writing, not the work. An error of another kind
  // has nowhere to be told.
  let isClosed = false;
  out.on('error', () => {
    isClosed = true;
  });
  err.on('error', () => undefined);
  return {
    isColoured: out.isTTY === true && !isColourless,
    result: (text) => {
      clear();
      if (!isClosed) out.write(text.endsWith('\n') ? text : `${text}\n`);
    },
    note: (text) => {
      clear();
      err.write(`${text}\n`);
    },
    progress: (text) => {
      if (!isWatched) return;
      if (text === '') return clear();
      if (now() - drawn < progressPauseMs) return;
      drawn = now();
      err.write(`\r\u001b[2K${text}`);
      hasProgress = true;
    },
  };
}

export function processOutput(): Output {
  return outputTo(process.stdout, process.stderr, {
    isColourless: process.env.NO_COLOR !== undefined && process.env.NO_COLOR !== '',
  });
}
