import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Message, Role } from '../../../../src/core/prompt/message.ts';
import {
  type MessagePage,
  messagePageShape,
  type SentMessage,
} from '../../../../src/panel/slices/sentRequest.ts';
import type { Compared } from '../../../../src/panel/viewModel/messageChanges.ts';
import { messagePage, pageMessages } from '../../../../src/panel/viewModel/sentRequest.ts';
import { requestWith } from '../../../support/panel/requests.ts';

const message = (role: Role, content: string, more: Partial<Message> = {}): Message => ({
  role,
  content,
  ...more,
});
const changed = ({ messages }: MessagePage) => messages.map(({ change }) => change?.parts ?? null);

/** The page that begins at a place, and how many steps it took. */
function paged(messages: readonly Message[], compared: Compared | null, offset: number) {
  const known = { type: 'exact', request: requestWith({ messages }) } as const;
  const work = messagePage(known, compared, offset);
  let steps = 0;
  for (let next = work.next(); ; next = work.next()) {
    if (next.done) return { page: next.value, steps };
    steps++;
  }
}

const oldSide = (messages: readonly Message[]): Compared => ({
  side: 'old',
  request: requestWith({ messages }),
});
/** The page of the new side. */
const pageOf = (old: readonly Message[], now: readonly Message[], offset = 0) =>
  paged(now, oldSide(old), offset).page;

/** What the segments of a message say that a side has. */
function textOf({ change }: SentMessage, side: 'old' | 'new'): string | undefined {
  return change?.segments
    ?.filter(({ kind }) => kind !== (side === 'old' ? 'added' : 'removed'))
    .map(({ text }) => text)
    .join('');
}

describe('A message of a request', () => {
  const system = message('system', 'Answer in 120 words.');
  const user = message('user', 'Hello');

  it('that differs from the one in its place shows the words, those that are the same nothing', () => {
    const page = pageOf([system, user], [message('system', 'Answer in 140 words.'), user]);

    assert.deepEqual(
      page.messages.map(({ change }) => change),
      [
        {
          parts: ['text'],
          segments: [
            { kind: 'same', text: 'Answer in ' },
            { kind: 'removed', text: '120' },
            { kind: 'added', text: '140' },
            { kind: 'same', text: ' words.' },
          ],
        },
        null,
      ],
    );
  });

  it('shows them from old to new on the old side, too', () => {
    const request = requestWith({ messages: [message('user', 'Hello you')] });
    const { page } = paged([user], { side: 'new', request }, 0);

    assert.deepEqual(page.messages[0]?.change?.segments, [
      { kind: 'same', text: 'Hello' },
      { kind: 'added', text: ' you' },
    ]);
  });

  it('says what else of it is another', () => {
    const call = (order: string) => [{ name: 'find', arguments: order }];
    const page = pageOf(
      [
        message('user', 'Hi', { name: 'anna' }),
        message('assistant', '', { toolCalls: call('1') }),
        message('tool', 'sent', { toolCallId: 'a' }),
        message('assistant', 'one', { toolCalls: call('1') }),
      ],
      [
        message('user', 'Hi'),
        message('assistant', '', { toolCalls: call('2') }),
        message('tool', 'sent', { toolCallId: 'b' }),
        message('assistant', 'two', { toolCalls: [] }),
      ],
    );

    assert.deepEqual(changed(page), [['name'], ['calls'], ['callId'], ['text', 'calls']]);
  });

  it('is compared only with what surely stands in its place', () => {
    const other = message('system', 'Be brief.');
    const reply = message('assistant', 'Hi');
    const developer = message('developer', 'Be brief.');

    assert.deepEqual(changed(pageOf([system, user], [other, user, reply, user])), [
      ['text'],
      null,
      null,
      null,
    ]);
    assert.deepEqual(changed(pageOf([system, other, user], [other, user])), [null, null]);
    assert.deepEqual(changed(pageOf([system, user], [developer, user])), [null, null]);
    assert.deepEqual(changed(pageOf([], [user])), [null]);
  });

  it('of a later page is compared with that in its place', () => {
    const many = Array.from({ length: 60 }, (_, at) => message('user', `Message ${at}`));
    const now = many.with(45, message('user', 'Message XLV'));

    assert.deepEqual(
      pageOf(many, now, 40).messages.map(({ change }) => change !== null),
      Array.from({ length: pageMessages }, (_, at) => at === 5),
    );
  });

  it('only says that it differs where either text is cut', () => {
    const long = 'word '.repeat(200_000);

    for (const [old, now] of [
      [long, `${long}!`],
      ['short', long],
      [long, 'short'],
    ] as const)
      assert.deepEqual(pageOf([message('user', old)], [message('user', now)]).messages[0]?.change, {
        parts: ['text'],
        segments: null,
      });
  });

  it('keeps a page small whatever stands on the other side, in a step for each message', () => {
    const texts = (text: string) =>
      Array.from({ length: pageMessages }, (_, at) => message('user', `${text}${at}`));
    const { page, steps } = paged(texts('x'), oldSide(texts('word '.repeat(3900))), 0);

    assert.ok(JSON.stringify(page).length < 120_000, `${JSON.stringify(page).length}`);
    assert.ok(steps >= 2 * pageMessages, `${steps}`);
  });

  it('loses no text of either side, and marks all that differ, whatever they are', () => {
    const content = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.constantFrom('a ', 'b', '\n', '<b>', '\u{1f600}', '\u202e'))
        .map((of) => of.join('')),
      fc.constant('word '.repeat(10_000)),
    );
    const pairs = fc.array(
      fc.record({
        role: fc.constantFrom<Role>('system', 'user', 'assistant', 'tool'),
        old: content,
        now: content,
      }),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(pairs, (of) => {
        const page = pageOf(
          of.map(({ role, old }) => message(role, old)),
          of.map(({ role, now }) => message(role, now)),
        );

        assert.ok(messagePageShape(page));
        assert.equal(page.messages.length, of.length);
        for (const [at, sent] of page.messages.entries()) {
          const { old, now } = of[at] ?? { old: '', now: '' };
          assert.equal(sent.change !== null, old !== now);
          if (!sent.change?.segments) continue;
          assert.deepEqual([textOf(sent, 'old'), textOf(sent, 'new')], [old, now]);
          assert.equal(sent.content.text, now);
        }
      }),
    );
  });
});
