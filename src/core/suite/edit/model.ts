import type { JsonObject } from '../../json.ts';
import type { ModelChoice } from '../../prompt/prompt.ts';
import { entryOf, toJson } from '../../yaml/yamlTree.ts';
import { isFlow, openSuiteText } from './suiteText.ts';
import type { TextEdit } from './textEdit.ts';
import { yamlItem } from './yamlItem.ts';

/** Keys of `model:` that say who answers; the others are parameters and stay. */
const ownKeys: ReadonlySet<string> = new Set(['provider', 'name', 'base-url']);

/**
 * Makes another model answer for a suite; its parameters stay.
 * @throws {EvalError} bad-file when the suite cannot be edited
 */
export function setModel(
  source: string,
  choice: Pick<ModelChoice, 'provider' | 'name' | 'baseUrl'>,
): readonly TextEdit[] {
  const suite = openSuiteText(source);
  const entry = entryOf(suite.map, 'model');
  const known = entry === undefined ? {} : toJson(entry.value);
  const value: JsonObject = {
    ...(choice.provider !== undefined && { provider: choice.provider }),
    ...(choice.name !== undefined && { name: choice.name }),
    ...(choice.baseUrl !== undefined && { 'base-url': choice.baseUrl }),
    ...parameters(known),
  };
  if (entry !== undefined && (isFlow(suite, entry.value) || entry.value.kind === 'scalar')) {
    return [{ range: entry.value.range, text: flow(value) }];
  }
  if (entry !== undefined) {
    // A mapping in lines of its own becomes one line: what it said is all in it.
    const range = { start: entry.keyRange.end, end: entry.value.range.end };
    return [{ range, text: `: ${flow(value)}` }];
  }
  const prompt = entryOf(suite.map, 'prompt') ?? entryOf(suite.map, 'prompts');
  const line = prompt === undefined ? 0 : prompt.value.range.end.line + 1;
  const isBehindEnd = line >= suite.lines.lineCount;
  const place = isBehindEnd ? suite.lines.positionAt(source.length) : { line, column: 0 };
  const text = `model: ${flow(value)}${suite.lineEnd}`;
  return [{ range: { start: place, end: place }, text: isBehindEnd ? suite.lineEnd + text : text }];
}

function parameters(value: unknown): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).filter(([key]) => !ownKeys.has(key)));
}

/** `{ provider: openai, name: gpt-5-mini }`; in JSON, which is YAML, where a value is more than a word. */
function flow(value: JsonObject): string {
  const parts = Object.entries(value).map(([key, part]) => {
    const lines = yamlItem({ [key]: part });
    return lines.length === 1 && !/[,[\]{}#]/.test(lines[0] ?? '')
      ? (lines[0] ?? '')
      : `${key}: ${JSON.stringify(part)}`;
  });
  return `{ ${parts.join(', ')} }`;
}
