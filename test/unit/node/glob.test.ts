import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Glob } from '../../../src/node/glob.ts';

function matches(pattern: string, path: string): boolean {
  const glob = new Glob(pattern);
  const folders = path.split('/');
  const name = folders.pop() ?? '';
  let state = glob.start();
  for (const folder of folders) state = glob.enter(state, folder);
  return glob.matches(state, name);
}

describe('Glob', () => {
  const table: readonly (readonly [string, string, boolean])[] = [
    ['a.yaml', 'a.yaml', true],
    ['a.yaml', 'b/a.yaml', false],
    ['./cases/*.jsonl', 'cases/x.jsonl', true],
    ['cases/*.jsonl', 'cases/x.json', false],
    ['cases/*.jsonl', 'cases/deep/x.jsonl', false],
    ['*', '.hidden', true],
    ['**/*.metrics.yaml', 'x.metrics.yaml', true],
    ['**/*.metrics.yaml', '.github/prompts/x.metrics.yaml', true],
    ['**/*.metrics.{yaml,yml}', 'a/b/x.metrics.yml', true],
    ['**/*.metrics.{yaml,yml}', 'a/b/x.metrics.json', false],
    ['a/**/b/**/c', 'a/b/c', true],
    ['a/**/b/**/c', 'a/x/b/y/z/c', true],
    ['a/**/b/**/c', 'a/x/y/c', false],
    ['**/**/c', 'c', true],
    ['a/**', 'a/b/c', true],
    ['a/**', 'b/c', false],
    ['{a,b/{c,d}}/x', 'b/d/x', true],
    ['{a,b/{c,d}}/x', 'b/e/x', false],
    ['?.md', 'a.md', true],
    ['?.md', 'ab.md', false],
    ['a[1].md', 'a[1].md', true],
    ['a+(b).md', 'ab.md', false],
    ['x{a.md', 'x{a.md', true],
    ['*a*b', 'xaxbab', true],
    ['*a*b', 'xaxbac', false],
    ['', 'a', false],
  ];
  for (const [pattern, path, expected] of table) {
    it(`${expected ? 'matches' : 'does not match'} ${pattern} with ${path}`, () => {
      assert.equal(matches(pattern, path), expected);
    });
  }

  it('agrees with a regular expression on names', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 6 });
    const names = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(letters, names, (pattern, name) => {
        // `**` alone means folders, in a name it means the same as `*`.
        fc.pre(pattern !== '' && pattern !== '**');
        const expected = new RegExp(
          `^${pattern.replaceAll('?', '[^/]').replace(/\*+/g, '[^/]*')}$`,
        );
        assert.equal(matches(pattern, name), expected.test(name));
      }),
    );
  });

  it('does not enter folders below which nothing can match', () => {
    const glob = new Glob('cases/*.jsonl');

    assert.equal(glob.enter(glob.start(), 'other').length, 0);
    assert.equal(glob.enter(glob.enter(glob.start(), 'cases'), 'deep').length, 0);
  });

  it('is done with hostile patterns', () => {
    assert.equal(matches(`${'*a'.repeat(100)}b`, 'a'.repeat(255)), false);
    assert.equal(matches(`${'**/'.repeat(100)}b`, `${'a/'.repeat(100)}c`), false);
    assert.equal(matches('{a,b}'.repeat(30), 'c'), false);
  });
});
