import assert from 'node:assert/strict';
import { appendFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { type FilePlace, type Followed, followFile } from '../../../../src/node/logs/followFile.ts';
import { LineBuffer } from '../../../../src/node/logs/lineBuffer.ts';
import { makeTempFolder } from '../../../support/vscode/tempFolder.ts';

/** A file that is followed; changes are told by the test. */
async function followed(text?: string, from?: (path: string) => Promise<FilePlace>) {
  const folder = await makeTempFolder('mm-follow-');
  const path = join(folder.path, 'log.jsonl');
  if (text !== undefined) await writeFile(path, text);
  const stop = new AbortController();
  let notify = () => {};
  let isWatching = false;
  const events = followFile({
    path,
    ...(from !== undefined && { from: await from(path) }),
    maxLineLength: 100,
    signal: stop.signal,
    watch: (_, onChange) => {
      notify = onChange;
      isWatching = true;
      return { dispose: () => (isWatching = false) };
    },
    pause: async () => {},
  });
  /** What is told up to where it waits. */
  const untilQuiet = async (): Promise<readonly string[]> => {
    const said: string[] = [];
    for (;;) {
      const { value, done } = await events.next();
      if (done === true) return said;
      said.push(short(value));
      if (value.type === 'caught-up' || value.type === 'missing') return said;
    }
  };
  return {
    path,
    untilQuiet,
    after: async (change: () => Promise<void>) => {
      await change();
      notify();
      return untilQuiet();
    },
    isWatching: () => isWatching,
    stop: () => stop.abort(),
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await events.return(undefined);
      await folder.remove();
    },
  };
}

async function fileId(path: string): Promise<string> {
  const { dev, ino } = await stat(path);
  return `${dev}:${ino}`;
}

function short(event: Followed): string {
  if (event.type === 'line') return event.text;
  return event.type === 'begun-anew' ? `(${event.because})` : `(${event.type})`;
}

describe('A file that is followed', () => {
  it('is read from its beginning, and then as it grows', async () => {
    await using file = await followed('a\nb\n');

    assert.deepEqual(await file.untilQuiet(), ['a', 'b', '(caught-up)']);
    assert.deepEqual(await file.after(() => appendFile(file.path, 'c\r\nd\n')), [
      'c',
      'd',
      '(caught-up)',
    ]);
  });

  it('gives a line when it has its end, whatever it was cut into', async () => {
    await using file = await followed('a\n{"x":');
    const bytes = Buffer.from('"ä"}\n');

    assert.deepEqual(await file.untilQuiet(), ['a', '(caught-up)']);
    assert.deepEqual(await file.after(() => appendFile(file.path, bytes.subarray(0, 2))), [
      '(caught-up)',
    ]);
    assert.deepEqual(await file.after(() => appendFile(file.path, bytes.subarray(2))), [
      '{"x":"ä"}',
      '(caught-up)',
    ]);
  });

  it('is waited for where it does not exist yet', async () => {
    await using file = await followed();

    assert.deepEqual(await file.untilQuiet(), ['(missing)']);
    assert.deepEqual(await file.after(() => writeFile(file.path, 'a\n')), ['a', '(caught-up)']);
  });

  it('is read to its end when it is rotated, then the new one', async () => {
    await using file = await followed('a\n');
    await file.untilQuiet();

    const said = await file.after(async () => {
      await appendFile(file.path, 'b\nlast');
      await rename(file.path, `${file.path}.1`);
      await writeFile(file.path, 'c\n');
    });

    assert.deepEqual(said, ['b', 'last', '(rotated)', 'c', '(caught-up)']);
  });

  it('is waited for anew when it goes', async () => {
    await using file = await followed('a\n');
    await file.untilQuiet();

    assert.deepEqual(await file.after(() => rm(file.path)), ['(missing)']);
    assert.deepEqual(await file.after(() => writeFile(file.path, 'b\n')), [
      '(rotated)',
      'b',
      '(caught-up)',
    ]);
  });

  it('is read from its beginning when it became shorter', async () => {
    await using file = await followed('aaaa\nbbbb\nhalf');
    await file.untilQuiet();

    const said = await file.after(async () => {
      await truncate(file.path);
      await appendFile(file.path, 'c\n');
    });

    assert.deepEqual(said, ['(truncated)', 'c', '(caught-up)']);
  });

  it('is watched no more when it is stopped while it waits', async () => {
    await using file = await followed('a\n');
    await file.untilQuiet();
    const end = file.untilQuiet();

    file.stop();

    assert.deepEqual(await end, []);
    assert.equal(file.isWatching(), false);
  });
});

describe('Lines in pieces', () => {
  it('are the same however the text is cut', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'ä', '\n', '\r\n', '\u2028') });
    fc.assert(
      fc.property(text, fc.array(fc.nat(20)), (whole, cuts) => {
        const places = [0, ...cuts.map((cut) => Math.min(cut, whole.length)), whole.length].sort(
          (a, b) => a - b,
        );
        const buffer = new LineBuffer(1000);
        const lines = places.flatMap((place, index) =>
          buffer.push(whole.slice(places[index - 1] ?? 0, place)),
        );
        const rest = buffer.flush() ?? '';
        const expected = whole.split(/\r?\n/);
        assert.deepEqual(
          [...lines, rest.replace(/\r$/, '')],
          [...expected.slice(0, -1), (expected.at(-1) ?? '').replace(/\r$/, '')],
        );
      }),
    );
  });

  it('are cut off where they are too long, and the next one is whole', () => {
    const buffer = new LineBuffer(3);

    const lines = ['abcd', 'efgh', 'ij\nkl', '\n'].flatMap((piece) => buffer.push(piece));

    assert.deepEqual(lines, ['abcd', 'kl']);
  });
});

describe('Following a file from a place', () => {
  const at = (offset: number) => async (path: string) => ({ file: await fileId(path), offset });

  it('goes on behind the lines that were read', async () => {
    await using file = await followed('a\nb\nc\n', at(4));

    assert.deepEqual(await file.untilQuiet(), ['c', '(caught-up)']);
  });

  it('begins anew with another file of that name', async () => {
    await using file = await followed('a\n', async () => ({ file: 'another', offset: 2 }));

    assert.deepEqual(await file.untilQuiet(), ['(rotated)', 'a', '(caught-up)']);
  });

  it('begins anew with a file that became shorter', async () => {
    await using file = await followed('a\n', at(200));

    assert.deepEqual(await file.untilQuiet(), ['(truncated)', 'a', '(caught-up)']);
  });
});
