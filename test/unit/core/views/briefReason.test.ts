import assert from 'node:assert/strict';
import { briefReason } from '../../../../src/core/views/briefReason.ts';

describe('briefReason', () => {
  for (const [why, brief] of [
    [
      'Turn 5: The reply is in English; German is expected. (1 of 5 turns does not pass.)',
      'Turn 5: in English; German is expected',
    ],
    ['The reply has 130 words; at most 120 are allowed.', 'has 130 words; at most 120 are allowed'],
    ['Never said that. The reply is short.', 'Never said that. The reply is short'],
    ['', ''],
  ] as const) {
    it(`makes '${brief}' of '${why}'`, () => {
      assert.equal(briefReason(why), brief);
    });
  }
});
