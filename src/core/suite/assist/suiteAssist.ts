import { metricMarkdown } from '../../metrics/metricMarkdown.ts';
import type { MetricRegistry } from '../../metrics/registry.ts';
import { sentencesOf } from '../../prompt/locateText.ts';
import type { Prompt } from '../../prompt/prompt.ts';
import type { Position, Range } from '../../text.ts';
import { LineMap } from '../../text.ts';
import { readYaml } from '../../yaml/readYaml.ts';
import { entryOf, toJson } from '../../yaml/yamlTree.ts';
import { type CursorPlace, cursorPlace } from './cursorPlace.ts';
import { isSchema, propertiesOf, type Schema, schemasAt, schemasOfKey } from './schemaAt.ts';

/** Something that could stand at a place of a suite. */
export interface Completion {
  readonly kind: 'key' | 'type' | 'value' | 'reference' | 'text';
  readonly label: string;
  /** What is written in the place of `range`. */
  readonly text: string;
  readonly range: Range;
  /** One short line. */
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** Smaller comes first. */
  readonly order: number;
}

/** What is said about a word of a suite. */
export interface Hover {
  readonly range: Range;
  /** Markdown. */
  readonly text: string;
}

export interface AssistContext {
  readonly registry: MetricRegistry;
  /** The prompts of the suite, for variables and texts to guard. */
  readonly prompts: readonly Prompt[];
}

/** What could be written at a position of a suite file (0-based line, UTF-16 column), also while it is not valid YAML. */
export function completionsAt(
  text: string,
  position: Position,
  context: AssistContext,
): readonly Completion[] {
  const place = cursorPlace(text, position);
  if (place === undefined) return [];
  return place.kind === 'key' ? keys(place, context) : values(place, text, context);
}

function keys(place: CursorPlace, context: AssistContext): readonly Completion[] {
  const { path, range } = place;
  const present = place.siblings.at(-1) ?? new Map<string, string>();
  if (path.at(-1) === 'variables') return variables(place, present, context);
  const around = schemasAt(place, context.registry);
  const isMetric = around.length > 0 && around.every((schema) => isMetricSchema(schema));
  const found = new Map<string, Completion>();
  // Without a type, only what every kind of metric has is known.
  const kinds = isMetric && around.length > 1 ? sharedKeys(around) : undefined;
  for (const schema of around)
    for (const [key, property] of Object.entries(propertiesOf(schema))) {
      if (present.has(key) || found.has(key) || (kinds !== undefined && !kinds.has(key))) continue;
      const described = schemasOfKey([schema], key, context.registry);
      const required = Array.isArray(schema.required) && schema.required.includes(key);
      const isNested = described.every(({ type }) => type === 'object' || type === 'array');
      const detail = required ? 'required' : formOf(described);
      const documentation =
        key === 'type' && isMetric ? 'What is checked.' : descriptionOf(described, property);
      found.set(key, {
        kind: 'key',
        label: key,
        text: isNested ? `${key}:` : `${key}: `,
        range,
        ...(detail !== '' && { detail }),
        ...(documentation !== '' && { documentation }),
        order: key === 'type' ? 0 : required ? 1 : 2,
      });
    }
  return [...found.values()];
}

function isMetricSchema(schema: Schema): boolean {
  const { type } = propertiesOf(schema);
  return isSchema(type) && typeof type.const === 'string';
}

function sharedKeys(schemas: readonly Schema[]): ReadonlySet<string> {
  const [first, ...rest] = schemas.map((schema) => new Set(Object.keys(propertiesOf(schema))));
  return new Set([...(first ?? [])].filter((key) => rest.every((other) => other.has(key))));
}

function variables(
  { range }: CursorPlace,
  present: ReadonlyMap<string, string>,
  { prompts }: AssistContext,
): readonly Completion[] {
  const names = new Set(
    prompts.flatMap((prompt) => prompt.variables.map(({ name }) => name.split('.')[0] ?? name)),
  );
  return [...names]
    .filter((name) => !present.has(name))
    .map((name) => ({
      kind: 'reference' as const,
      label: name,
      text: `${name}: `,
      range,
      detail: 'variable of the prompt',
      order: 0,
    }));
}

function values(place: CursorPlace, text: string, context: AssistContext): readonly Completion[] {
  const { key = '', range } = place;
  const around = schemasAt(place, context.registry);
  const isMetric = around.some(isMetricSchema);
  if (isMetric && key === 'type') return types(range, context);
  if (isMetric && key === 'goal') return goals(range, text);
  if (isMetric && key === 'guards') return guards(range, context);
  const found = new Map<string, Completion>();
  for (const schema of schemasOfKey(around, key, context.registry))
    for (const value of plainValues(schema))
      found.set(value, {
        kind: 'value',
        label: value,
        text: quotedIfNeeded(value, isTextSchema(schema)),
        range,
        ...(schema.default !== undefined &&
          String(schema.default) === value && { detail: 'default' }),
        order: 0,
      });
  return [...found.values()];
}

function isTextSchema(schema: Schema): boolean {
  return schema.type !== 'boolean';
}

function types(range: Range, { registry }: AssistContext): readonly Completion[] {
  return registry.types.flatMap((type) => {
    const definition = registry.get(type);
    if (definition === undefined) return [];
    return [
      {
        kind: 'type' as const,
        label: type,
        text: type,
        range,
        detail: definition.summary,
        documentation: metricMarkdown(definition),
        order: 0,
      },
    ];
  });
}

function goals(range: Range, text: string): readonly Completion[] {
  // A suite that is being typed is often no YAML; its goals then are read from their lines.
  const { node } = readYaml(text, { lines: new LineMap(text) });
  const map = entryOf(node, 'goals')?.value;
  const named: readonly (readonly [string, string])[] =
    map?.kind === 'map'
      ? map.entries.map(({ key, value }) => [key, String(toJson(value) ?? '')] as const)
      : [
          ...(/^goals:[ \t]*\r?\n((?:[ \t]+.*\r?\n?)*)/m.exec(text)?.[1] ?? '').matchAll(
            /^[ \t]+([^\s:#][^:]*):[ \t]*(.*)$/gm,
          ),
        ].map(([, id = '', goal = '']) => [id, goal] as const);
  return named.map(([id, goal]) => ({
    kind: 'reference',
    label: id,
    text: id,
    range,
    ...(goal !== '' && { detail: goal }),
    order: 0,
  }));
}

function guards(range: Range, { prompts }: AssistContext): readonly Completion[] {
  const sentences = new Set(prompts.flatMap((prompt) => sentencesOf(prompt)));
  return [...sentences].map((sentence, order) => ({
    kind: 'text',
    label: sentence.length > 80 ? `${sentence.slice(0, 77)}...` : sentence,
    text: quotedIfNeeded(sentence, true),
    range,
    detail: 'text of the prompt',
    ...(sentence.length > 80 && { documentation: sentence }),
    order,
  }));
}

/** As a plain word where YAML would read it as that text, else in quotes. */
function quotedIfNeeded(value: string, isText: boolean): string {
  const isPlain =
    /^[\p{L}\p{N}_./][^\n]*$/u.test(value) &&
    !/: |:$| #|^[\d.+-]+$|^(?:true|false|null|yes|no|on|off|~)$/i.test(value);
  return isPlain || !isText ? value : JSON.stringify(value);
}

function plainValues(schema: Schema): readonly string[] {
  if (Array.isArray(schema.enum)) return schema.enum.map(String);
  if (schema.const !== undefined) return [String(schema.const)];
  return schema.type === 'boolean' ? ['true', 'false'] : [];
}

/** What a key takes, in a few words. */
function formOf(schemas: readonly Schema[]): string {
  const forms = schemas.map((schema) => {
    const listed = plainValues(schema);
    if (listed.length > 0) return listed.join(' | ');
    switch (schema.type) {
      case 'integer':
        return 'whole number';
      case 'string':
        return 'text';
      case 'array':
        return 'list';
      case 'object':
        return 'mapping';
      default:
        return typeof schema.type === 'string' ? schema.type : '';
    }
  });
  return [...new Set(forms)].filter((form) => form !== '').join(' or ');
}

function descriptionOf(schemas: readonly Schema[], property: unknown): string {
  const own = isSchema(property) ? property.description : undefined;
  const found = [own, ...schemas.map(({ description }) => description)];
  const text = found.find((one) => typeof one === 'string');
  const preset = schemas.find((schema) => schema.default !== undefined)?.default;
  const standard =
    preset === undefined || preset === '' ? '' : ` Default: \`${JSON.stringify(preset)}\`.`;
  return `${typeof text === 'string' ? text : ''}${standard}`.trim();
}

/** What is said about the key or the type of metric at a position. */
export function hoverAt(
  text: string,
  position: Position,
  context: AssistContext,
): Hover | undefined {
  const line = text.split(/\r\n|\n|\r/)[position.line] ?? '';
  const start =
    position.column - (/[\w.-]*$/.exec(line.slice(0, position.column))?.[0].length ?? 0);
  const length = /^[\w.-]*/.exec(line.slice(start))?.[0].length ?? 0;
  if (length === 0) return undefined;
  const word = line.slice(start, start + length);
  const range = {
    start: { line: position.line, column: start },
    end: { line: position.line, column: start + length },
  };
  const isKey = /^["']?\s*:(?:\s|$)/.test(line.slice(start + length));
  const at = cursorPlace(text, { line: position.line, column: isKey ? start : start + length });
  if (at === undefined) return undefined;
  const around = schemasAt(at, context.registry);
  if (!isKey) {
    const definition =
      at.key === 'type' && around.some(isMetricSchema) ? context.registry.get(word) : undefined;
    return definition && { range, text: `**${word}**\n\n${metricMarkdown(definition)}` };
  }
  if (at.kind !== 'key') return undefined;
  const described = schemasOfKey(around, word, context.registry);
  if (described.length === 0) return undefined;
  const type =
    around.length === 1 && word === 'type' ? propertiesOf(around[0] ?? {}).type : undefined;
  const property = around.map((schema) => propertiesOf(schema)[word]).find(isSchema);
  const form = formOf(described);
  const said = type === undefined ? descriptionOf(described, property) : 'What is checked.';
  return {
    range,
    text: `**${word}**${form === '' || word === 'type' ? '' : ` (${form})`}\n\n${said}`,
  };
}
