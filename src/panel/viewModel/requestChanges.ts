import { canonicalJson } from '../../core/json.ts';
import type { Message } from '../../core/prompt/message.ts';
import type { ToolDefinition } from '../../core/prompt/prompt.ts';
import type { RenderedRequest } from '../../core/run/request.ts';
import type { RequestChange, RequestChanges } from '../slices/sentRequest.ts';
import { shortened } from './cutText.ts';
import { shownParameters } from './shownParameters.ts';

/** Changes that are told one by one. */
const maxChanges = 20;
/** UTF-16 units of a value that is told. */
const maxValue = 60;
/** The same of a name or address. */
const maxName = 200;
/** Longer values are only compared as they stand: the order of their members counts. */
const maxCanonical = 60_000;

/** What two requests differ in besides their messages, and whether those differ too. In small steps. */
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
    messages: (yield* sameMessages(old.messages, now.messages)) ? 'same' : 'differ',
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
    if (!(yield* comparing(was, is))) changes.push(parameterChange(name, textOf(was), textOf(is)));
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
    if (!(yield* comparing(was, is)))
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

function* sameMessages(old: readonly Message[], now: readonly Message[]): Generator<void, boolean> {
  if (old.length !== now.length) return false;
  for (const [at, message] of old.entries()) {
    if (!(yield* comparing(message, now[at]))) return false;
  }
  return true;
}

/** In steps, as each of them may be long. */
function* comparing(a: unknown, b: unknown): Generator<void, boolean> {
  const was = JSON.stringify(a);
  yield;
  const is = JSON.stringify(b);
  if (was === is) return true;
  if (was === undefined || is === undefined || was.length > maxCanonical) return false;
  return canonicalJson(a) === canonicalJson(b);
}

function textOf(value: unknown): string | null {
  return JSON.stringify(value) ?? null;
}
