import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { builtInMetrics } from '../../../../src/core/metrics/builtIn.ts';
import { metricKeys, suiteJsonSchema } from '../../../../src/core/suite/schema.ts';
import { knownKeys } from '../../../../src/core/yaml/schemaKeys.ts';

describe('the JSON Schema of suites', () => {
  const schema = suiteJsonSchema(builtInMetrics);
  const ajv = new Ajv({ strict: false });
  formats.default(ajv);
  const isValid = ajv.compile(schema);

  it('in schemas/ is what npm run schema writes today', () => {
    const written = readFileSync(
      new URL('../../../../schemas/suite.schema.json', import.meta.url),
      'utf8',
    );

    assert.deepEqual(
      JSON.parse(written),
      JSON.parse(JSON.stringify(schema)),
      'Run npm run schema.',
    );
  });

  for (const type of builtInMetrics.types) {
    const definition = builtInMetrics.get(type);
    assert.ok(definition);

    it(`accepts the examples of ${type}, with the keys of every metric`, () => {
      for (const { metric } of definition.examples) {
        const full = { ...metric, id: 'a', name: 'A', target: 0.9, added: '2026-11-23', goal: 'g' };
        assert.ok(isValid({ metrics: [metric, full] }), ajv.errorsText(isValid.errors));
      }
    });

    it(`keeps the keys of ${type} apart from those of every metric`, () => {
      assert.deepEqual(
        knownKeys(definition.parameters).filter((key) => Object.hasOwn(metricKeys, key)),
        [],
      );
    });
  }

  const refused = {
    'an unknown key': { metrik: [] },
    'an unknown type': { metrics: [{ type: 'lenght', max: 1 }] },
    'a mistyped key of a type': { metrics: [{ type: 'contains', vlaue: 'x' }] },
    'a bad date': { metrics: [{ type: 'contains', value: 'x', review: 'soon' }] },
    'a case with an unknown key': { cases: [{ turn: [] }] },
  };
  for (const [name, suite] of Object.entries(refused))
    it(`refuses ${name}`, () => assert.equal(isValid(suite), false));

  it('describes every key', () => {
    const described = (properties: unknown) =>
      Object.entries(Object(properties)).filter(([, value]) => {
        const { description, $ref } = Object(value);
        return description === undefined && $ref === undefined;
      });
    assert.deepEqual(described(schema.properties), []);
  });
});
