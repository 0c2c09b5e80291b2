import assert from 'node:assert/strict';
import fc from 'fast-check';
import { StoredPaths } from '../../../../src/node/store/storedPaths.ts';

const part = fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme-ascii' }).filter(isPart);
const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => `/${parts.join('/')}`);

function isPart(text: string): boolean {
  return !/[/\\]/.test(text) && text !== '.' && text !== '..';
}

describe('Paths in a history', () => {
  const paths = new StoredPaths('/projects/shop');

  it('are relative below the folder of the history', () => {
    assert.equal(paths.stored('/projects/shop/a/b.prompt.md'), './a/b.prompt.md');
    assert.equal(paths.stored('/projects/shop/prompts.txt#2'), './prompts.txt#2');
  });

  it('stay absolute elsewhere', () => {
    assert.equal(paths.stored('/projects/shopping/a.prompt.md'), '/projects/shopping/a.prompt.md');
    assert.equal(paths.stored('/projects/a.prompt.md'), '/projects/a.prompt.md');
    assert.equal(paths.stored('/projects/shop'), '/projects/shop');
  });

  it('may begin with a drive', () => {
    const onDrive = new StoredPaths('C:/projects/shop');

    assert.equal(onDrive.stored('C:/projects/shop/a.prompt.md'), './a.prompt.md');
    assert.equal(onDrive.actual('./a.prompt.md'), 'C:/projects/shop/a.prompt.md');
    assert.equal(
      onDrive.actual(onDrive.stored('D:/projects/shop/a.prompt.md')),
      'D:/projects/shop/a.prompt.md',
    );
  });

  it('are absolute again when they are read', () => {
    fc.assert(
      fc.property(path, path, (folder, file) => {
        const own = new StoredPaths(folder);
        assert.equal(own.actual(own.stored(`${folder}${file}`)), `${folder}${file}`);
        assert.equal(own.actual(own.stored(file)), file);
      }),
    );
  });

  it('stand in the names of facts, line by line', () => {
    assert.equal(
      paths.storedName('baseline pinned\n/projects/shop/a.prompt.md\n/elsewhere/a.metrics.yaml'),
      'baseline pinned\n./a.prompt.md\n/elsewhere/a.metrics.yaml',
    );
  });
});
