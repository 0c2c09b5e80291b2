import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { modelsPage, suitesPage } from '../../../scripts/docs/suitePages.ts';
import { builtInMetrics } from '../../../src/core/metrics/builtIn.ts';
import { modelSchema } from '../../../src/core/prompt/modelKeys.ts';
import { readSuite } from '../../../src/core/suite/readSuite.ts';

const read = (name: string) =>
  readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');

function yamlBlocks(page: string): readonly string[] {
  return [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);
}

/** What is wrong with a suite, or with the part of one that a page shows. */
function mistakesIn(text: string): readonly string[] {
  const { problems } = readSuite({ path: '/w/a.metrics.yaml', text }, builtInMetrics);
  return problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}

describe('docs/suites.md', () => {
  const page = read('suites.md');

  it('has the tables that `npm run docs` writes today', () => {
    assert.equal(page, suitesPage(page), 'Run `npm run docs`.');
  });

  it('has only suites without a mistake', () => {
    const blocks = yamlBlocks(page);
    assert.notEqual(blocks.length, 0);
    for (const text of blocks) assert.deepEqual(mistakesIn(text), [], text);
  });
});

describe('docs/judges.md', () => {
  it('has only suites and parts of suites without a mistake', () => {
    const blocks = yamlBlocks(read('judges.md'));
    assert.notEqual(blocks.length, 0);
    for (const text of blocks) assert.deepEqual(mistakesIn(text), [], text);
  });
});

describe('docs/models.md', () => {
  const page = read('models.md');

  it('has the table that `npm run docs` writes today', () => {
    assert.equal(page, modelsPage(page), 'Run `npm run docs`.');
  });

  it('has only models that a suite can name', () => {
    const blocks = yamlBlocks(page);
    assert.notEqual(blocks.length, 0);
    for (const text of blocks) {
      const { error } = modelSchema.safeParse(parse(text).model);
      assert.equal(error, undefined, text);
    }
  });
});

describe('The pages in docs', () => {
  for (const name of [
    'suites.md',
    'models.md',
    'continuous-integration.md',
    'command-line.md',
    'judges.md',
  ])
    it(`${name} leads only to pages that are there`, () => {
      const paths = [...read(name).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(
        ([, path = '']) => path,
      );
      for (const path of paths)
        assert.ok(existsSync(new URL(`../../../docs/${path}`, import.meta.url)), path);
    });
});
