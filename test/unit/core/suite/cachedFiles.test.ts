import assert from 'node:assert/strict';
import type { Files } from '../../../../src/core/ports.ts';
import { CachedFiles } from '../../../../src/core/suite/cachedFiles.ts';

describe('CachedFiles', () => {
  let reads: string[];
  let texts: Map<string, string>;
  let cached: CachedFiles;

  beforeEach(() => {
    reads = [];
    texts = new Map([['/w/a.metrics.yaml', 'one']]);
    const files: Files = {
      readText: async (path) => {
        reads.push(path);
        const text = texts.get(path);
        if (text === undefined) throw new Error(`no ${path}`);
        return text;
      },
      readLines: async function* () {},
      exists: async (path) => texts.has(path),
      find: async (folder) => {
        reads.push(folder);
        return [...texts.keys()];
      },
    };
    cached = new CachedFiles(files, (path) => path.startsWith('/w/'));
  });

  it('reads a file and lists a folder once', async () => {
    for (let i = 0; i < 3; i++) {
      await cached.readText('/w/a.metrics.yaml');
      await cached.find('/w', '**');
    }

    assert.deepEqual(reads, ['/w/a.metrics.yaml', '/w']);
  });

  it('reads a file again when it has changed, and lists nothing anew for it', async () => {
    await cached.readText('/w/a.metrics.yaml');
    await cached.find('/w', '**');
    texts.set('/w/a.metrics.yaml', 'two');

    cached.changed('/w/a.metrics.yaml');

    assert.equal(await cached.readText('/w/a.metrics.yaml'), 'two');
    await cached.find('/w', '**');
    assert.deepEqual(reads, ['/w/a.metrics.yaml', '/w', '/w/a.metrics.yaml']);
  });

  it('lists anew when a file is saved that was not there before', async () => {
    await cached.find('/w', '**');
    texts.set('/w/b.metrics.yaml', 'b');

    cached.changed('/w/b.metrics.yaml');

    assert.deepEqual(await cached.find('/w', '**'), ['/w/a.metrics.yaml', '/w/b.metrics.yaml']);
  });

  it('forgets what lay in a folder that is gone', async () => {
    texts.set('/w/sub/c.prompt.md', 'c');
    await cached.readText('/w/sub/c.prompt.md');
    texts.delete('/w/sub/c.prompt.md');

    cached.appearedOrVanished('/w/sub');

    await assert.rejects(cached.readText('/w/sub/c.prompt.md'));
    assert.equal(await cached.exists('/w/sub/c.prompt.md'), false);
  });

  it('remembers no failure', async () => {
    await assert.rejects(cached.readText('/w/new.md'));
    texts.set('/w/new.md', 'now');

    assert.equal(await cached.readText('/w/new.md'), 'now');
  });

  it('remembers nothing of folders that nobody watches', async () => {
    texts.set('/elsewhere/x.md', 'x');

    await cached.readText('/elsewhere/x.md');
    await cached.readText('/elsewhere/x.md');

    assert.equal(reads.length, 2);
  });

  it('keeps no more than 16 million characters, the newest ones', async () => {
    for (const name of ['a', 'b', 'c']) texts.set(`/w/${name}.md`, name.repeat(7_000_000));
    for (const name of ['a', 'b', 'c']) await cached.readText(`/w/${name}.md`);
    reads.length = 0;

    for (const name of ['c', 'b', 'a']) await cached.readText(`/w/${name}.md`);

    assert.deepEqual(reads, ['/w/a.md']);
  });
});
