import type { JsonObject } from '../../../json.ts';
import type { ProblemList } from '../../../yaml/problemList.ts';
import { entryOf, textOf, toJson, type YamlNode } from '../../../yaml/yamlTree.ts';
import { jsonObjectOf } from '../../modelKeys.ts';
import type { ToolDefinition } from '../../prompt.ts';
import { propertiesIn, schemaOf } from './properties.ts';

/** Functions that the model may call; tools of other kinds run elsewhere, and that is said. */
export function toolsIn(
  list: YamlNode | undefined,
  reading: ProblemList,
): readonly ToolDefinition[] {
  if (list === undefined || toJson(list) === null) return [];
  if (list.kind !== 'list') {
    reading.report(list.range, 'error', 'bad-value', "'tools' must be a list.");
    return [];
  }
  return list.items.flatMap((item): ToolDefinition[] => {
    const kind =
      textOf(entryOf(item, 'kind')?.value) ?? textOf(entryOf(item, 'type')?.value) ?? 'function';
    // As the OpenAI protocol writes it, or flat.
    const owner = entryOf(item, 'function')?.value ?? item;
    const name = textOf(entryOf(owner, 'name')?.value) ?? textOf(entryOf(owner, 'id')?.value);
    if (kind !== 'function') {
      reading.report(
        (entryOf(item, 'kind') ?? entryOf(item, 'type'))?.value.range ?? item.range,
        'warning',
        'not-sent',
        `Tools of the kind '${kind}' run elsewhere and are not sent. Only functions are.`,
      );
      return [];
    }
    if (name === undefined) {
      reading.report(item.range, 'error', 'missing-key', "The tool needs 'name'.");
      return [];
    }
    const description = textOf(entryOf(owner, 'description')?.value);
    const parameters = parametersOf(entryOf(owner, 'parameters')?.value, reading);
    return [
      {
        name,
        ...(description !== undefined && { description }),
        ...(parameters !== undefined && { parameters }),
      },
    ];
  });
}

/** JSON Schema as it is, or properties as Prompty lists them. */
function parametersOf(node: YamlNode | undefined, reading: ProblemList): JsonObject | undefined {
  if (node === undefined || toJson(node) === null) return undefined;
  const type = textOf(entryOf(node, 'type')?.value);
  if (node.kind === 'map' && type === 'object') {
    const schema = toJson(node);
    return schema !== null && typeof schema === 'object' ? jsonObjectOf(schema) : undefined;
  }
  return schemaOf(propertiesIn(node, reading), reading);
}
