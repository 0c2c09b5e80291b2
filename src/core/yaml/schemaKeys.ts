import * as z from 'zod';

/** The keys that an object schema (or a choice of several) knows. */
export function knownKeys(schema: z.ZodType): readonly string[] {
  // Asked for each type of metric when a suite is first read; writing a JSON Schema takes some milliseconds each.
  return keysOf(schema) ?? propertyNames(jsonSchemaOf(schema));
}

/** The keys as they stand in the schema itself; undefined where it is made of something else. */
function keysOf(schema: z.core.$ZodType): readonly string[] | undefined {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  if (schema instanceof z.ZodPipe) return keysOf(schema.in);
  if (!(schema instanceof z.ZodUnion)) return undefined;
  const branches = schema.options.map(keysOf);
  const keys = branches.flatMap((branch) => branch ?? []);
  return branches.includes(undefined) ? undefined : [...new Set(keys)];
}

function jsonSchemaOf(schema: z.ZodType): unknown {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
}

/** The keys that a schema knows at a place within it, over all branches that lead there. */
export function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let at: unknown = jsonSchemaOf(schema);
  for (const step of path) {
    const steps = branchesOf(at).flatMap((branch) => stepInto(branch, step));
    at = steps.length === 1 ? steps[0] : { anyOf: steps };
  }
  return propertyNames(at);
}

function propertyNames(schema: unknown): readonly string[] {
  if (schema === null || typeof schema !== 'object') return [];
  const own = 'properties' in schema && schema.properties ? Object.keys(schema.properties) : [];
  const more = ['anyOf', 'oneOf', 'allOf'].flatMap((key) => {
    const branches: unknown = Reflect.get(schema, key);
    return Array.isArray(branches) ? branches.flatMap(propertyNames) : [];
  });
  return [...new Set([...own, ...more])];
}

function branchesOf(schema: unknown): readonly unknown[] {
  if (schema === null || typeof schema !== 'object') return [];
  const inner = ['anyOf', 'oneOf', 'allOf'].flatMap((key) => {
    const branches: unknown = Reflect.get(schema, key);
    return Array.isArray(branches) ? branches.flatMap(branchesOf) : [];
  });
  return [schema, ...inner];
}

function stepInto(schema: unknown, step: PropertyKey): readonly unknown[] {
  if (schema === null || typeof schema !== 'object') return [];
  if (typeof step === 'number') {
    const items: unknown = Reflect.get(schema, 'items');
    return items === undefined ? [] : [items];
  }
  const properties: unknown = Reflect.get(schema, 'properties');
  if (properties === null || typeof properties !== 'object') return [];
  const inner: unknown = Object.hasOwn(properties, step)
    ? Reflect.get(properties, step)
    : undefined;
  return inner === undefined ? [] : [inner];
}
