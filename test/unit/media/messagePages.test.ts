import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stretches } from '../../../media/compare/messagePages.ts';
import type { SentMessage } from '../../../src/panel/slices/sentRequest.ts';

const message = (text: string): SentMessage => ({
  role: 'user',
  name: null,
  content: { text, length: text.length },
  toolCalls: [],
  toolCallId: null,
  change: null,
});
const page = (total: number, offset: number, length: number) => ({
  total,
  offset,
  messages: Array.from({ length }, (_, at) => message(`${offset + at}`)),
});

describe('stretches of messages', () => {
  it('has what is here, and says how many are not', () => {
    const found = stretches([page(50, 0, 2), page(50, 48, 2)]);

    assert.deepEqual(
      found.map((stretch) =>
        stretch.type === 'gap' ? [stretch.from, stretch.count] : stretch.messages.length,
      ),
      [2, [2, 46], 2],
    );
  });

  it('has every message once and in its place, whatever pages came', () => {
    const pages = fc.array(fc.record({ offset: fc.nat(40), length: fc.nat(20) }));
    fc.assert(
      fc.property(fc.nat(40), pages, (total, given) => {
        const all = given.map(({ offset, length }) =>
          page(total, offset, Math.max(0, Math.min(length, total - offset))),
        );
        let next = 0;
        for (const stretch of stretches(all)) {
          assert.equal(stretch.from, next);
          if (stretch.type === 'gap') next += stretch.count;
          else
            for (const { content } of stretch.messages) {
              assert.equal(content.text, `${next}`);
              next++;
            }
        }
        assert.equal(next, given.length === 0 ? 0 : total);
      }),
    );
  });
});
