import type { JsonObject, JsonValue } from '../../json.ts';
import { basename } from '../../path.ts';
import { jsonOf } from '../../prompt/modelKeys.ts';
import { entryOf, textOf, toJson, type YamlNode } from '../../yaml/yamlTree.ts';
import { type ConfigFiles, notSupported } from './configFiles.ts';
import type { Variable } from './testParts.ts';
import { unreadableTemplate } from './unreadableTemplate.ts';

/** Most cases that one config may unfold into. */
export const maxCases = 10_000;

/** The values of one variable: several where a list makes one case of each item. */
async function valuesOf(
  variable: Variable,
  keepsLists: boolean,
  files: ConfigFiles,
): Promise<readonly JsonValue[]> {
  const { node, reading } = variable;
  const items = node.kind === 'list' && !keepsLists ? node.items : [node];
  const values: JsonValue[] = [];
  for (const item of items)
    values.push(...(await contentsOf(item, { ...variable, reading }, files)));
  return values;
}

/** A value; of a reference what the file holds, or files hold. */
async function contentsOf(
  node: YamlNode,
  variable: Variable,
  files: ConfigFiles,
): Promise<readonly JsonValue[]> {
  const text = textOf(node);
  if (node.kind !== 'scalar' || text === undefined || !text.startsWith('file://'))
    return [toJson(node)];
  const at = { node, reading: variable.reading };
  const contents: JsonValue[] = [];
  for (const path of await files.find(text, at)) {
    if (/\.(?:ya?ml|json)$/i.test(path)) {
      const tree = await files.tree(path, at);
      if (tree !== undefined) contents.push(toJson(tree.node));
    } else if (
      /\.(?:png|jpe?g|gif|webp|bmp|svg|mp[34]|wav|ogg|webm|mov|pdf|xlsx?|docx?|zip)$/i.test(path)
    )
      notSupported(
        at,
        `'${basename(path)}' is not a text; pictures, sound and documents are not sent.`,
      );
    else {
      const content = await files.text(path, at);
      if (content !== undefined) contents.push(content.trim());
    }
  }
  return contents;
}

/** Every combination of the values of some variables; at most `limit`. */
export async function combinations(
  variables: readonly Variable[],
  keepsLists: boolean,
  limit: number,
  files: ConfigFiles,
): Promise<{ readonly rows: readonly JsonObject[]; readonly isCut: boolean }> {
  let rows: readonly JsonObject[] = [{}];
  let isCut = false;
  for (const variable of variables) {
    const values = await valuesOf(variable, keepsLists, files);
    reportUnfilled(variable, values);
    // An empty list, or a file that cannot be read, leaves the variable open; the check of the case says so.
    if (values.length === 0) continue;
    const next: JsonObject[] = [];
    for (const row of rows)
      for (const value of values) {
        if (next.length >= limit) isCut = true;
        else next.push({ ...row, [variable.name]: value });
      }
    rows = next;
  }
  return { rows: rows.map(withNested), isCut };
}

/** What a value asks for besides other variables stays as it is written. */
function reportUnfilled(variable: Variable, values: readonly JsonValue[]): void {
  const { node, reading, name } = variable;
  if (entryOf(node, '$ref') !== undefined)
    notSupported(
      variable,
      `'$ref' is not followed in the variable '${name}'. Write the value out.`,
    );
  for (const value of values) {
    if (typeof value !== 'string') continue;
    const found = unreadableTemplate({ kind: 'scalar', value, range: node.range });
    if (found === undefined) continue;
    notSupported(
      { node, reading },
      `In a variable only '{{ variable }}' is filled in; '${found}' stays as it is.`,
    );
    return;
  }
}

/** Variables in the values of variables are filled in, as far as they go. */
function withNested(row: JsonObject): JsonObject {
  const names = Object.entries(row).filter(
    ([, value]) => typeof value === 'string' && value.includes('{{'),
  );
  if (names.length === 0) return row;
  const filled: Record<string, JsonValue> = { ...row };
  for (const [name, value] of names)
    if (typeof value === 'string') filled[name] = fill(value, row, new Set([name]), 0);
  return filled;
}

const maxFilledLength = 1024 * 1024;

function fill(text: string, row: JsonObject, open: ReadonlySet<string>, depth: number): string {
  if (depth > 4) return text;
  let length = 0;
  return text.replace(/\{\{\s*([\p{L}_][\p{L}\p{N}_-]*)\s*\}\}/gu, (written, name: string) => {
    const value = Object.hasOwn(row, name) ? row[name] : undefined;
    if (value === undefined || open.has(name) || length > maxFilledLength) return written;
    const plain =
      typeof value === 'string'
        ? fill(value, row, new Set([...open, name]), depth + 1)
        : JSON.stringify(jsonOf(value));
    length += plain.length;
    return plain;
  });
}
