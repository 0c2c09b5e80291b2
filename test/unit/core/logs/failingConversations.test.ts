import assert from 'node:assert/strict';
import { FailingConversations } from '../../../../src/core/logs/failingConversations.ts';
import type { Message } from '../../../../src/core/prompt/message.ts';
import { recordedTrial } from '../../../../src/core/score/recordedTrial.ts';

function failed(messages: readonly Message[]) {
  return recordedTrial({ line: 1, output: 'Hello.', toolCalls: [], messages }, 0, undefined);
}

const user = (content: string): Message => ({ role: 'user', content });

describe('Failing conversations', () => {
  it('become cases with their history and the last question', () => {
    const failing = new FailingConversations();
    const messages: readonly Message[] = [
      { role: 'system', content: 'Be kind.' },
      user('Hallo'),
      { role: 'assistant', content: 'Guten Tag.' },
      user('Mein Router blinkt.'),
    ];
    failing.add(failed(messages), ['Same language', 'polite']);

    const [row] = failing.rows();

    assert.match(String(row?.id), /^same-language-[0-9a-f]{10}$/);
    assert.deepEqual(row?.tags, ['production', 'Same language', 'polite']);
    assert.deepEqual(row?.turns, ['Mein Router blinkt.']);
    assert.deepEqual(row?.messages, [
      { role: 'user', content: 'Hallo' },
      { role: 'assistant', content: 'Guten Tag.' },
    ]);
  });

  it('are kept once each, the newest of each metric', () => {
    const failing = new FailingConversations(2);
    for (const question of ['a', 'b', 'a', 'c', 'c']) failing.add(failed([user(question)]), ['m']);
    failing.add(failed([user('a')]), ['n']);

    const turns = failing.rows().flatMap(({ turns: asked }) => asked);

    assert.deepEqual(turns, ['a', 'c', 'a']);
  });

  it('leave out what passed and what has no question', () => {
    const failing = new FailingConversations();
    failing.add(failed([user('a')]), []);
    failing.add(failed([]), ['m']);

    assert.deepEqual(failing.rows(), []);
  });
});
