import assert from 'node:assert/strict';
import { languagesWanted } from '../../../../../src/core/metrics/language/wanted.ts';
import type { Sample } from '../../../../../src/core/metrics/sample.ts';

async function wanted(question: string): Promise<unknown> {
  const sample: Sample = {
    caseId: 'a',
    trial: 0,
    variables: {},
    messages: [
      { role: 'user', content: question },
      { role: 'assistant', content: '...' },
    ],
    replies: [{ text: '...', toolCalls: [], messageIndex: 1, isCached: false }],
  };
  const [reply] = sample.replies;
  assert.ok(reply);
  const target = { text: '...', reply, replyIndex: 0, name: 'the reply' };
  return languagesWanted(target, { 'same-as': 'first-user-message' }, sample);
}

describe('languagesWanted', () => {
  it('leaves two close languages open where a few words could be either', async () => {
    const found = await wanted('Wann habt ihr am Samstag geöffnet?');

    assert.ok(Array.isArray(found) && found.includes('de'), String(found));
  });

  it('asks for one language where the question is plain', async () => {
    assert.deepEqual(await wanted('Meine Rechnung vom letzten Monat ist falsch.'), ['de']);
  });
});
