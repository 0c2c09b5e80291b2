import type { RenderedRequest } from '../../core/run/request.ts';
import { shownParameters } from './shownParameters.ts';

/** A request as JSON to read: what was sent, laid out. Made in small steps, one per tool and message. */
export function* requestJson(request: RenderedRequest): Generator<void, string> {
  const { endpoint, model, trial, caseId } = request;
  const parameters = Object.fromEntries(
    shownParameters(request).map(({ name, value }) => [name, value]),
  );
  const tools = yield* list(request.tools);
  const messages = yield* list(request.messages);
  const members = [
    ['endpoint', indented(endpoint, '  ')],
    ['model', indented(model, '  ')],
    ['parameters', indented(parameters, '  ')],
    ['tools', tools],
    ['messages', messages],
    ['trial', indented(trial, '  ')],
    ...(caseId === undefined ? [] : [['caseId', indented(caseId, '  ')]]),
  ];
  return `{\n${members.map(([name, text]) => `  "${name}": ${text}`).join(',\n')}\n}\n`;
}

function* list(items: readonly unknown[]): Generator<void, string> {
  if (items.length === 0) return '[]';
  const texts: string[] = [];
  for (const item of items) {
    texts.push(`    ${indented(item, '    ')}`);
    yield;
  }
  return `[\n${texts.join(',\n')}\n  ]`;
}

/** JSON holds no line feed but those between its members. */
function indented(value: unknown, indent: string): string {
  return JSON.stringify(value, undefined, 2).replaceAll('\n', `\n${indent}`);
}
