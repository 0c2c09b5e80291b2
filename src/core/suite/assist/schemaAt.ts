import type { MetricRegistry } from '../../metrics/registry.ts';
import { suiteJsonSchema } from '../schema.ts';
import type { CursorPlace } from './cursorPlace.ts';

/** A JSON Schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

const made = new WeakMap<MetricRegistry, Schema>();

function rootOf(registry: MetricRegistry): Schema {
  const known = made.get(registry);
  if (known !== undefined) return known;
  const schema = suiteJsonSchema(registry);
  made.set(registry, schema);
  return schema;
}

/** The schemas that the mapping around a place may follow; of a choice of kinds only the one whose `type` stands there. */
export function schemasAt(
  { path, siblings }: Pick<CursorPlace, 'path' | 'siblings'>,
  registry: MetricRegistry,
): readonly Schema[] {
  const root = rootOf(registry);
  let at = branchesOf(root, root, siblings[0]);
  for (const [index, step] of path.entries()) {
    const beside = siblings[index + 1];
    const next = at.flatMap((schema): readonly Schema[] => {
      if (step === '[]') return isSchema(schema.items) ? [schema.items] : [];
      // The parts of a combination are metrics, whatever its own schema says.
      const isCombination = step === 'metrics' && isMetric(schema);
      if (isCombination) return [{ type: 'array', items: { $ref: '#/definitions/metric' } }];
      const property = propertiesOf(schema)[step];
      return isSchema(property) ? [property] : [];
    });
    at = next.flatMap((schema) => branchesOf(schema, root, beside));
  }
  return at;
}

/** The schemas of one key of a mapping. */
export function schemasOfKey(
  around: readonly Schema[],
  key: string,
  registry: MetricRegistry,
): readonly Schema[] {
  const root = rootOf(registry);
  return around.flatMap((schema) => {
    const property = propertiesOf(schema)[key];
    return isSchema(property) ? branchesOf(property, root, undefined, true) : [];
  });
}

export function propertiesOf(schema: Schema): Readonly<Record<string, unknown>> {
  return isSchema(schema.properties) ? schema.properties : {};
}

export function isSchema(value: unknown): value is Schema {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function isMetric(schema: Schema): boolean {
  const type = propertiesOf(schema).type;
  return isSchema(type) && typeof type.const === 'string';
}

/** A schema with its reference followed and its choices spread out. */
function branchesOf(
  schema: Schema,
  root: Schema,
  beside: ReadonlyMap<string, string> | undefined,
  keepsDescription = false,
): readonly Schema[] {
  const target = typeof schema.$ref === 'string' ? lookUp(root, schema.$ref) : undefined;
  if (target !== undefined) return branchesOf(target, root, beside, keepsDescription);
  const choices = ['anyOf', 'oneOf'].flatMap((key) => {
    const list: unknown = schema[key];
    return Array.isArray(list) ? list.filter(isSchema) : [];
  });
  if (choices.length === 0) return [schema];
  const spread = choices.flatMap((choice) => branchesOf(choice, root, beside, keepsDescription));
  const described =
    keepsDescription && typeof schema.description === 'string'
      ? spread.map((one) => ({ ...one, description: schema.description }))
      : spread;
  const type = beside?.get('type');
  const chosen = described.filter((one) => {
    const own = propertiesOf(one).type;
    return isSchema(own) && own.const !== undefined && own.const === type;
  });
  return chosen.length > 0 ? chosen : described;
}

function lookUp(root: Schema, reference: string): Schema | undefined {
  const definitions = root.definitions;
  const name = reference.replace('#/definitions/', '');
  const found = isSchema(definitions) ? definitions[name] : undefined;
  return isSchema(found) ? found : undefined;
}
