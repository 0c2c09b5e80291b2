import type { JsonObject, JsonValue } from '../../../json.ts';
import type { ProblemList } from '../../../yaml/problemList.ts';
import { entryOf, textOf, toJson, type YamlEntry, type YamlNode } from '../../../yaml/yamlTree.ts';

/** An input or output as front matter declares it. */
export interface Property {
  readonly name: string;
  readonly node: YamlNode;
  readonly kind: string;
}

/**
 * Properties in each of the ways they are written: a list of mappings with `name`, a mapping by name, either of them under
 * `properties`.
 */
export function propertiesIn(
  node: YamlNode | undefined,
  reading: ProblemList,
): readonly Property[] {
  if (node === undefined || toJson(node) === null) return [];
  if (node.kind === 'map') {
    const inner = entryOf(node, 'properties')?.value;
    if (inner !== undefined && inner.kind !== 'scalar') return propertiesIn(inner, reading);
    return node.entries.map(({ key, value }) => ({ name: key, node: value, kind: kindOf(value) }));
  }
  if (node.kind === 'scalar') {
    reading.report(
      node.range,
      'error',
      'bad-value',
      'Write a list of names, or a mapping by name.',
    );
    return [];
  }
  return node.items.flatMap((item) => {
    const name = item.kind === 'scalar' ? textOf(item) : textOf(entryOf(item, 'name')?.value);
    if (name !== undefined) return [{ name, node: item, kind: kindOf(item) }];
    reading.report(item.range, 'error', 'missing-key', "The property needs 'name'.");
    return [];
  });
}

function kindOf(node: YamlNode): string {
  const kind = textOf(entryOf(node, 'kind')?.value) ?? textOf(entryOf(node, 'type')?.value);
  return kind ?? 'string';
}

/** Values of inputs that a case does not give: the default, else the sample (not the example, which is there to be read). */
export function defaultsOf(inputs: readonly Property[]): JsonObject {
  return Object.fromEntries(
    inputs.flatMap(({ name, node }): [string, JsonValue][] => {
      // A bare value is the default itself; a bare name in a list has none.
      if (node.kind !== 'map')
        return node.kind === 'scalar' && textOf(node) === name ? [] : [[name, toJson(node)]];
      const given: YamlEntry | undefined = entryOf(node, 'default') ?? entryOf(node, 'sample');
      return given === undefined ? [] : [[name, toJson(given.value)]];
    }),
  );
}

const kinds = new Map([
  ['string', 'string'],
  ['float', 'number'],
  ['number', 'number'],
  ['integer', 'integer'],
  ['boolean', 'boolean'],
  ['array', 'array'],
  ['object', 'object'],
]);

/** Properties as the JSON Schema of an object. */
export function schemaOf(properties: readonly Property[], reading: ProblemList): JsonObject {
  const required = properties
    .filter(({ node }) => toJson(entryOf(node, 'required')?.value ?? node) !== false)
    .map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(
      properties.map((property) => [property.name, oneSchema(property, reading)]),
    ),
    required,
    additionalProperties: false,
  };
}

function oneSchema({ node, kind }: Property, reading: ProblemList): JsonObject {
  const description = textOf(entryOf(node, 'description')?.value);
  const values = entryOf(node, 'enumValues') ?? entryOf(node, 'enum');
  const items = entryOf(node, 'items')?.value;
  const inner = entryOf(node, 'properties')?.value;
  const { properties, required, additionalProperties } =
    kind === 'object' && inner !== undefined ? schemaOf(propertiesIn(inner, reading), reading) : {};
  return {
    ...(kinds.has(kind) && { type: kinds.get(kind) ?? kind }),
    ...(description !== undefined && { description }),
    ...(values !== undefined && { enum: toJson(values.value) }),
    ...(kind === 'array' &&
      items !== undefined && {
        items: oneSchema({ name: '', node: items, kind: kindOf(items) }, reading),
      }),
    ...(properties !== undefined && { properties }),
    ...(required !== undefined && { required }),
    ...(additionalProperties !== undefined && { additionalProperties }),
  };
}
