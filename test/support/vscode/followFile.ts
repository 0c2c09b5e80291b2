import { closeSync, openSync, readSync } from 'node:fs';

/** Prints what is appended to a file, as it comes, until the result is called; that prints the rest. */
export function followFile(file: string, print: (text: string) => void): () => void {
  const descriptor = openSync(file, 'r');
  const decoder = new TextDecoder();
  const buffer = Buffer.alloc(64 * 1024);
  let position = 0;
  const read = () => {
    for (;;) {
      const count = readSync(descriptor, buffer, 0, buffer.length, position);
      if (count === 0) return;
      position += count;
      print(decoder.decode(buffer.subarray(0, count), { stream: true }));
    }
  };
  const timer = setInterval(read, 100);
  return () => {
    clearInterval(timer);
    read();
    closeSync(descriptor);
  };
}
