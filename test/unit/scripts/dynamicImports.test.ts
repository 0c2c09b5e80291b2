import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = new URL('../../../src/', import.meta.url);

/** Dynamic imports of packages. Groups: the package; what is taken of it. */
const dynamicImport = /await import\('([^.'][^']*)'\)\)?(\.\w+)?/g;

describe('dynamic imports of packages', () => {
  it('take from CommonJS only its default: once bundled, its other names are gone', () => {
    const wrong: string[] = [];
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue;
      const text = readFileSync(new URL(name, folder), 'utf8');
      for (const [, library = '', taken] of text.matchAll(dynamicImport)) {
        if (library.startsWith('node:') || taken === '.default') continue;
        const code = readFileSync(fileURLToPath(import.meta.resolve(library)), 'utf8');
        if (!/^(?:export|import)\b/m.test(code)) wrong.push(`${name}: ${library}`);
      }
    }

    assert.deepEqual(wrong, []);
  });
});
