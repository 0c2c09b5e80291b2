import type { JsonObject, JsonValue } from '../json.ts';
import { dirname, resolvePath } from '../path.ts';
import type { MetricSpec, Suite } from './suite.ts';

/** Absolute paths of the files that a suite is made of besides itself and its cases: files it extends, modules, judges' prompts. */
export function filesOfSuite(suite: Suite): readonly string[] {
  const metrics = [...suite.metrics, ...suite.cases.flatMap((item) => item.metrics)];
  return [...(suite.dependencies ?? []), ...metrics.flatMap(filesOfMetric)];
}

/** Absolute paths of the files that a metric names, those of its parts included. */
export function filesOfMetric({ type, parameters, file }: MetricSpec): readonly string[] {
  return namedBy(type, parameters).map((path) =>
    resolvePath(dirname(file), path.replaceAll('\\', '/')),
  );
}

function namedBy(type: string, parameters: JsonObject): readonly string[] {
  switch (type) {
    case 'judge':
      return texts(parameters.prompt);
    case 'javascript':
      return texts(parameters.file);
    case 'command':
      return itemsOf(parameters.run).flatMap((part) =>
        texts(part).filter((text) => /^\.{1,2}[\\/]/.test(text)),
      );
    default:
      return itemsOf(parameters.metrics).flatMap((part) =>
        isObject(part) && typeof part.type === 'string' ? namedBy(part.type, part) : [],
      );
  }
}

function texts(value: JsonValue | undefined): readonly string[] {
  return typeof value === 'string' && value !== '' ? [value] : [];
}

function itemsOf(value: JsonValue | undefined): readonly JsonValue[] {
  return isList(value) ? value : [];
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isObject(value: JsonValue): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
