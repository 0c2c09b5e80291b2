import { messageOf } from '../../../errors.ts';
import type { JsonObject, JsonValue } from '../../../json.ts';
import type { ProblemList } from '../../../yaml/problemList.ts';
import { textOf, toJson, type YamlNode } from '../../../yaml/yamlTree.ts';
import { jsonObjectOf } from '../../modelKeys.ts';
import { nodeAt } from '../parameterNames.ts';

/** A schema in Picoschema or JSON Schema, as JSON Schema; undefined where there is none or it cannot be read. */
export async function schemaIn(
  node: YamlNode | undefined,
  reading: ProblemList,
): Promise<JsonObject | undefined> {
  if (node === undefined || toJson(node) === null) return undefined;
  const { picoschema } = await import('./picoschemaLibrary.ts');
  try {
    const schema = await picoschema(toJson(node));
    return schema === null ? undefined : jsonObjectOf(schema);
  } catch (error) {
    const said = messageOf(error)
      .replace(/^Picoschema: /, '')
      .replace(/\.$/, '');
    reading.report(
      node.range,
      'warning',
      'bad-schema',
      `The schema cannot be read (${said}). Schemas that a program defines are not known here; write it out.`,
    );
    return undefined;
  }
}

/** What `output:` asks of the reply. */
export async function responseFormatOf(
  output: YamlNode | undefined,
  stem: string,
  reading: ProblemList,
): Promise<JsonValue | undefined> {
  const format = nodeAt(output, 'format');
  const schema = await schemaIn(nodeAt(output, 'schema'), reading);
  switch (textOf(format)) {
    case undefined:
    case 'json': {
      const name = stem.replace(/[^A-Za-z0-9_-]+/g, '_').slice(0, 64);
      if (schema !== undefined) return { type: 'json_schema', json_schema: { name, schema } };
      return format === undefined ? undefined : { type: 'json_object' };
    }
    case 'text':
      return undefined;
    default:
      reading.report(
        format?.range ?? reading.lines.range(0, 0),
        'warning',
        'not-sent',
        `The output format '${textOf(format)}' has no place in the protocol and is not sent. Use 'json' or 'text'.`,
      );
      return undefined;
  }
}
