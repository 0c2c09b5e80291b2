import assert from 'node:assert/strict';
import * as z from 'zod';
import { builtInMetrics } from '../../../../src/core/metrics/builtIn.ts';
import { keysAt, knownKeys } from '../../../../src/core/yaml/schemaKeys.ts';

describe('knownKeys', () => {
  const a = z.object({ one: z.string(), two: z.number().optional() });
  const b = z.strictObject({ two: z.number(), three: z.string() });

  it('are those of an object', () => {
    assert.deepEqual(knownKeys(a), ['one', 'two']);
  });

  it('are those of all branches, each once', () => {
    assert.deepEqual(knownKeys(z.union([a, b])), ['one', 'two', 'three']);
  });

  it('are those of what comes in, before it is transformed', () => {
    assert.deepEqual(knownKeys(a.transform(({ one }) => ({ other: one }))), ['one', 'two']);
  });

  it('are found in an intersection', () => {
    assert.deepEqual(knownKeys(z.intersection(a, b)), ['one', 'two', 'three']);
  });

  it('are none of what is no object', () => {
    assert.deepEqual(knownKeys(z.union([z.string(), z.number()])), []);
  });

  for (const type of builtInMetrics.types)
    it(`are those of the published schema for ${type}`, () => {
      const parameters = builtInMetrics.get(type)?.parameters ?? z.never();

      assert.deepEqual(knownKeys(parameters).toSorted(), keysAt(parameters, []).toSorted());
    });
});
