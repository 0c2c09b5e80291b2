import assert from 'node:assert/strict';
import { type OutputStream, outputTo } from '../../../src/cli/output.ts';

class FakeStream implements OutputStream {
  written = '';
  readonly isTTY: boolean;
  private listener: ((error: Error) => void) | undefined;

  constructor(isTTY: boolean) {
    this.isTTY = isTTY;
  }

  write(text: string): void {
    this.written += text;
  }

  on(_: 'error', listener: (error: Error) => void): void {
    this.listener = listener;
  }

  break(): void {
    this.listener?.(new Error('EPIPE'));
  }
}

describe('outputTo', () => {
  it('shows progress on a terminal only, and clears it before anything else', () => {
    const terminal = new FakeStream(true);
    const pipe = new FakeStream(false);

    for (const stream of [terminal, pipe]) {
      const output = outputTo(new FakeStream(false), stream);
      output.progress('1/3');
      output.note('Attention.');
    }

    assert.equal(terminal.written, '\r\u001b[2K1/3\r\u001b[2KAttention.\n');
    assert.equal(pipe.written, 'Attention.\n');
  });

  it('does not draw progress more often than people can see', () => {
    const terminal = new FakeStream(true);
    let time = 0;
    const output = outputTo(new FakeStream(false), terminal, { now: () => time });

    for (time = 0; time < 100; time += 10) output.progress(`at ${time}`);

    assert.equal(terminal.written.match(/at \d+/g)?.join(), 'at 0,at 50');
  });

  it('stays calm and silent when nobody reads any more', () => {
    const out = new FakeStream(false);
    const output = outputTo(out, new FakeStream(false));

    out.break();
    output.result('Result.');

    assert.equal(out.written, '');
  });
});
