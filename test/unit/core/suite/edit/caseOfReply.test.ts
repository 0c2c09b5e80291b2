import assert from 'node:assert/strict';
import type { ReplyRecord } from '../../../../../src/core/results/runResult.ts';
import { caseOfReply } from '../../../../../src/core/suite/edit/caseOfReply.ts';

const item = { id: 'german', tags: ['eu'], variables: { product: 'X' }, messages: [] };

function reply(text: string, turn?: string): ReplyRecord {
  return {
    key: text,
    text,
    toolCalls: [],
    isCached: false,
    latencyMs: null,
    time: 0,
    ...(turn !== undefined && { turn }),
  };
}

describe('caseOfReply', () => {
  it('gives what was said before as history and asks for the one reply anew', () => {
    const replies = [reply('Guten Tag!', 'Hallo'), reply('Hello!', 'Ja')];

    assert.deepEqual(
      caseOfReply(item, { replies }, 1, () => false),
      {
        id: 'german-turn-2',
        tags: ['eu'],
        variables: { product: 'X' },
        messages: [
          { role: 'user', content: 'Hallo' },
          { role: 'assistant', content: 'Guten Tag!' },
        ],
        turns: ['Ja'],
      },
    );
  });

  it('finds an id that is free', () => {
    const made = caseOfReply(item, { replies: [reply('Hi')] }, 0, (id) => id === 'german-again');

    assert.equal(made.id, 'german-again-2');
    assert.equal(made.turns, undefined);
  });
});
