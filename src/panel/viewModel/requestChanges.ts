import type { Message } from '../../core/prompt/message.ts';
import type { ToolDefinition } from '../../core/prompt/prompt.ts';
import type { RenderedRequest } from '../../core/run/request.ts';
import type { RequestChange, RequestChanges } from '../slices/sentRequest.ts';
import { shortened } from './cutText.ts';
import { partneredMessages } from './messagePartners.ts';
import { sameJson } from './sameJson.ts';
import { shownParameters } from './shownParameters.ts';

/** Changes that are told one by one. */
const maxChanges = 20;
/** UTF-16 units of a value that is told. */
const maxValue = 60;
/** The same of a name or address. */
const maxName = 200;

/** What two requests differ in besides their messages, and how those stand to each other. In small steps. */
export function* requestChanges(
  old: RenderedRequest,
  now: RenderedRequest,
): Generator<void, RequestChanges> {
  const changes: RequestChange[] = [];
  if (old.endpoint !== now.endpoint) changes.push(named('endpoint', old.endpoint, now.endpoint));
  if (old.model !== now.model) changes.push(named('model', old.model, now.model));
  changes.push(...(yield* parameterChanges(old, now)));
  changes.push(...(yield* toolChanges(old.tools, now.tools)));
  return {
    changes: changes.slice(0, maxChanges),
    more: Math.max(0, changes.length - maxChanges),
    messages: yield* messagesChange(old.messages, now.messages),
  };
}

function named(what: 'endpoint' | 'model', old: string, now: string): RequestChange {
  return {
    what,
    name: '',
    old: shortened(old, maxName),
    new: shortened(now, maxName),
    isLong: false,
  };
}

function* parameterChanges(
  old: RenderedRequest,
  now: RenderedRequest,
): Generator<void, RequestChange[]> {
  const before = new Map(shownParameters(old).map(({ name, value }) => [name, value]));
  const after = new Map(shownParameters(now).map(({ name, value }) => [name, value]));
  const changes: RequestChange[] = [];
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(name), after.get(name)];
    if (!(yield* sameJson(was, is))) changes.push(parameterChange(name, textOf(was), textOf(is)));
  }
  return changes;
}

function parameterChange(name: string, was: string | null, is: string | null): RequestChange {
  const isLong = [was, is].some((text) => (text?.length ?? 0) > maxValue);
  return {
    what: 'parameter',
    name: shortened(name, maxName),
    old: was === null ? null : isLong ? '' : was,
    new: is === null ? null : isLong ? '' : is,
    isLong,
  };
}

/** By their names: one that is new, one that is gone, one that differs; else their order alone. */
function* toolChanges(
  old: readonly ToolDefinition[],
  now: readonly ToolDefinition[],
): Generator<void, RequestChange[]> {
  const before = new Map(old.map((tool) => [tool.name, tool]));
  const after = new Map(now.map((tool) => [tool.name, tool]));
  const changes: RequestChange[] = [];
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(name), after.get(name)];
    if (!(yield* sameJson(was, is)))
      changes.push(toolChange(name, was !== undefined, is !== undefined));
  }
  const isMoved = old.length !== now.length || old.some(({ name }, at) => name !== now[at]?.name);
  return changes.length === 0 && isMoved ? [toolChange('', true, true)] : changes;
}

function toolChange(name: string, wasThere: boolean, isThere: boolean): RequestChange {
  return {
    what: 'tool',
    name: shortened(name, maxName),
    old: wasThere ? '' : null,
    new: isThere ? '' : null,
    isLong: true,
  };
}

function* messagesChange(
  old: readonly Message[],
  now: readonly Message[],
): Generator<void, RequestChanges['messages']> {
  const partnered = partneredMessages(old, now);
  if (partnered < Math.max(old.length, now.length)) return { type: 'unlike', partnered };
  for (const [at, message] of old.entries()) {
    if (!(yield* sameJson(message, now[at])))
      return { type: 'differ', first: at, total: old.length };
  }
  return { type: 'same' };
}

function textOf(value: unknown): string | null {
  return JSON.stringify(value) ?? null;
}
