import assert from 'node:assert/strict';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { sarifReport } from '../../../../src/cli/reporters/sarif.ts';
import { regressed, runThat, show } from './inputs.ts';

const text = {
  type: 'object',
  required: ['text'],
  properties: { text: { type: 'string', minLength: 1 } },
};
const level = { enum: ['none', 'note', 'warning', 'error'] };
const physicalLocation = {
  type: 'object',
  additionalProperties: false,
  required: ['artifactLocation'],
  properties: {
    artifactLocation: {
      type: 'object',
      additionalProperties: false,
      properties: {
        uri: { type: 'string', format: 'uri-reference' },
        uriBaseId: { type: 'string' },
      },
    },
    region: {
      type: 'object',
      additionalProperties: false,
      required: ['startLine'],
      properties: {
        startLine: { type: 'integer', minimum: 1 },
        startColumn: { type: 'integer', minimum: 1 },
        endLine: { type: 'integer', minimum: 1 },
        endColumn: { type: 'integer', minimum: 1 },
      },
    },
  },
};
/** The part of the SARIF 2.1.0 schema that is used, as strict as the standard (sections 3.13 to 3.52). */
const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['version', 'runs'],
  properties: {
    $schema: { type: 'string', format: 'uri' },
    version: { const: '2.1.0' },
    runs: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['tool'],
        properties: {
          tool: {
            type: 'object',
            additionalProperties: false,
            required: ['driver'],
            properties: {
              driver: {
                type: 'object',
                additionalProperties: false,
                required: ['name'],
                properties: {
                  name: { type: 'string' },
                  semanticVersion: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+' },
                  rules: {
                    type: 'array',
                    uniqueItems: true,
                    items: {
                      type: 'object',
                      additionalProperties: false,
                      required: ['id'],
                      properties: {
                        id: { type: 'string' },
                        name: { type: 'string' },
                        shortDescription: text,
                        defaultConfiguration: { type: 'object', properties: { level } },
                      },
                    },
                  },
                },
              },
            },
          },
          columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
          invocations: {
            type: 'array',
            items: {
              type: 'object',
              required: ['executionSuccessful'],
              properties: { executionSuccessful: { type: 'boolean' } },
            },
          },
          results: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['message'],
              properties: {
                ruleId: { type: 'string' },
                ruleIndex: { type: 'integer', minimum: 0 },
                level,
                message: text,
                locations: {
                  type: 'array',
                  items: {
                    type: 'object',
                    additionalProperties: false,
                    properties: { physicalLocation },
                  },
                },
                relatedLocations: {
                  type: 'array',
                  uniqueItems: true,
                  items: {
                    type: 'object',
                    additionalProperties: false,
                    properties: {
                      id: { type: 'integer', minimum: 0 },
                      message: text,
                      physicalLocation,
                    },
                  },
                },
                partialFingerprints: { type: 'object', additionalProperties: { type: 'string' } },
                properties: { type: 'object' },
              },
            },
          },
        },
      },
    },
  },
} as const;

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(schema);

function logOf(...args: Parameters<typeof sarifReport>) {
  const log = JSON.parse(sarifReport(...args));
  assert.ok(validate(log), JSON.stringify(validate.errors, undefined, 2));
  return log.runs[0];
}

describe('sarifReport', () => {
  it('has a result at the place of each finding', () => {
    const reported = regressed();

    const run = logOf([reported], show, '1.2.3');

    assert.equal(run.results.length, reported.findings?.length);
    const [first] = run.results;
    assert.equal(first.level, 'error');
    assert.equal(first.ruleId, 'a/has-question');
    assert.deepEqual(first.locations[0].physicalLocation, {
      artifactLocation: { uri: 'a.prompt.md', uriBaseId: '%SRCROOT%' },
      region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 9 },
    });
    assert.equal(first.relatedLocations.length, 10);
  });

  it('refers to rules by their place', () => {
    const run = logOf([regressed(), regressed()], show, '1.2.3');

    for (const { ruleId, ruleIndex } of run.results)
      assert.equal(run.tool.driver.rules[ruleIndex].id, ruleId);
  });

  it('gives a finding the same fingerprint wherever its lines have moved', () => {
    const before = regressed();
    const range = { start: { line: 7, column: 0 }, end: { line: 7, column: 3 } };
    const moved = { ...before, findings: before.findings?.map((item) => ({ ...item, range })) };

    const [old, fresh] = [before, moved].map((reported) => logOf([reported], show, '1.2.3'));

    assert.deepEqual(old.results[0].partialFingerprints, fresh.results[0].partialFingerprints);
    assert.notDeepEqual(old.results[0].locations, fresh.results[0].locations);
  });

  it('names a regression between two reports at its prompt', () => {
    const { run: current, comparison } = regressed();
    assert.ok(comparison);

    const run = logOf([{ run: current, comparison }], show, '1.2.3');

    assert.equal(run.results.length, 1);
    assert.equal(run.results[0].locations[0].physicalLocation.region, undefined);
  });

  it('writes paths as URIs', () => {
    const { run: current, comparison } = regressed(runThat(false, { prompt: '/w/a b/ü#1.md' }));
    assert.ok(comparison);

    const uriOf = (path: (path: string) => string) =>
      logOf([{ run: current, comparison }], path, '1.2.3').results[0].locations[0].physicalLocation
        .artifactLocation;

    assert.deepEqual(uriOf(show), { uri: 'a%20b/%C3%BC%231.md', uriBaseId: '%SRCROOT%' });
    assert.deepEqual(
      uriOf((path) => path),
      { uri: 'file:///w/a%20b/%C3%BC%231.md' },
    );
    assert.deepEqual(
      uriOf(() => 'C:/a b.md'),
      { uri: 'file:///C:/a%20b.md' },
    );
  });

  it('is empty and valid when there is nothing to find', () => {
    const run = logOf([{ run: runThat(true), findings: [] }], show, '1.2.3');

    assert.deepEqual(run.results, []);
  });
});
