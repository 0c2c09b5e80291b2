import assert from 'node:assert/strict';
import { consoleLog } from '../../../src/node/consoleLog.ts';

describe('consoleLog', () => {
  it('writes warnings, and errors with the stack of their cause, but no mere information', () => {
    const lines: string[] = [];
    const log = consoleLog((line) => lines.push(line));
    const cause = new Error('why');

    log.info('by the way');
    log.warn('careful');
    log.error('broken', cause);
    log.error('odd', 'no error');

    assert.deepEqual(lines, ['warning: careful', 'error: broken', cause.stack, 'error: odd']);
  });
});
