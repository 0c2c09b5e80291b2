import assert from 'node:assert/strict';
import { plainProse } from '../../../../../src/core/metrics/language/plainProse.ts';

describe('plainProse', () => {
  for (const [what, text, left] of [
    ['fenced code', 'a\n```js\nlet the = 1;\n```\nb', 'a b'],
    ['fenced code cut off by the end', 'a\n```\nlet the = 1;', 'a'],
    ['inline code', 'a `the code` b', 'a b'],
    ['links, not their labels', 'siehe [die Seite](https://example.com/the)', 'siehe [die Seite]'],
    ['bare links', 'a https://example.com/the/page b', 'a b'],
    ['mail addresses', 'a jane.doe@example.com b', 'a b'],
    ['placeholders', 'a {{ customer_name }} {% if the %} b', 'a b'],
    ['markup', 'a <strong class="the">b</strong>', 'a b'],
    ['paths and names of code', 'a src/core/the.ts snake_case b', 'a b'],
    ['words with digits', 'a 42 x86 b', 'a b'],
    ['nothing of plain prose', "Grüße, l'eau.", "Grüße, l'eau."],
  ] as const)
    it(`takes out ${what}`, () => {
      assert.equal(plainProse(text).replace(/\s+/g, ' ').trim(), left);
    });
});
