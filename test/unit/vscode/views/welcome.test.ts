import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

const manifest: {
  readonly contributes: {
    readonly viewsWelcome: readonly { readonly view: string; readonly when?: string }[];
  };
} = JSON.parse(await readFile(new URL('../../../../package.json', import.meta.url), 'utf8'));

/** What is true before anything was read. */
const trueFromTheStart = [
  '!isWorkspaceTrusted',
  '!microMetrics.hasActivePrompt',
  'microMetrics.hasResults',
];

describe('what an empty view says', () => {
  for (const { view, when = '' } of manifest.contributes.viewsWelcome) {
    it(`${view} says nothing of its contents before they are known: ${when}`, () => {
      const conditions = when.split(' && ');
      assert.ok(
        conditions.some(
          (condition) => condition === `${view}.isKnown` || trueFromTheStart.includes(condition),
        ),
      );
    });
  }
});
