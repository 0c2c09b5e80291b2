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

export function processOutput(): Output {
  const isWatched = process.stderr.isTTY === true;
  let hasProgress = false;
  const clear = () => {
    if (hasProgress) process.stderr.write('\r\u001b[2K');
    hasProgress = false;
  };
  return {
    isColoured: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
    result: (text) => {
      clear();
      process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
    },
    note: (text) => {
      clear();
      process.stderr.write(`${text}\n`);
    },
    progress: (text) => {
      if (!isWatched) return;
      process.stderr.write(`\r\u001b[2K${text}`);
      hasProgress = text !== '';
    },
  };
}
