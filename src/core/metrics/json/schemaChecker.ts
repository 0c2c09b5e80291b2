import { messageOf } from '../../errors.ts';
import type { JsonObject, JsonValue } from '../../json.ts';

/** One place where a value breaks a schema. */
export interface SchemaMistake {
  /** Keys and indexes from the root to the value. */
  readonly keys: readonly string[];
  /** Goes after the path: `must be number`. */
  readonly message: string;
}

export type SchemaChecker =
  | { mistakes(value: JsonValue): readonly SchemaMistake[] }
  | { readonly problem: string };

const MOST_CHECKERS = 100;
const checkers = new Map<string, Promise<SchemaChecker>>();

/** The checker of a JSON Schema. Ajv is loaded with the first schema; compiled schemas are kept. */
export function schemaChecker(schema: JsonObject | boolean): Promise<SchemaChecker> {
  const key = JSON.stringify(schema);
  let checker = checkers.get(key);
  if (checker === undefined) {
    if (checkers.size >= MOST_CHECKERS) checkers.clear();
    checker = compile(schema);
    checkers.set(key, checker);
  }
  return checker;
}

async function compile(schema: JsonObject | boolean): Promise<SchemaChecker> {
  const isDraft7 =
    typeof schema === 'object' &&
    typeof schema.$schema === 'string' &&
    /draft-0[67]/.test(schema.$schema);
  const { Ajv, Ajv2020, addFormats } = await import('./ajvLibrary.ts');
  try {
    // Not strict: unknown keywords are allowed in a schema, and prompts' schemas often have some.
    const options = { allErrors: true, strict: false };
    const ajv = isDraft7 ? new Ajv(options) : new Ajv2020(options);
    addFormats(ajv);
    const validate = ajv.compile(typeof schema === 'object' ? { ...schema } : schema);
    return {
      mistakes(value) {
        if (validate(value)) return [];
        return (validate.errors ?? []).map(({ instancePath, message, params }) => ({
          keys: instancePath
            .split('/')
            .slice(1)
            .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')),
          message: `${message ?? 'is not as the schema says'}${detailOf(params)}`,
        }));
      },
    };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

function detailOf(parameters: Readonly<Record<string, unknown>>): string {
  if (typeof parameters.additionalProperty === 'string')
    return ` (${parameters.additionalProperty})`;
  if (Array.isArray(parameters.allowedValues)) return ` (${parameters.allowedValues.join(', ')})`;
  return '';
}
