import { basename } from '../../path.ts';

/**
 * What a person chose as a side of a comparison, as plain data. `now`: the last results of the prompt; `previous`: what a save is
 * compared with where nothing is pinned; `git`: the prompt at a commit, branch or tag; paths are absolute.
 */
export type SideChoice =
  | { readonly kind: 'now' }
  | { readonly kind: 'previous' }
  | { readonly kind: 'pinned' }
  | { readonly kind: 'accepted' }
  | { readonly kind: 'git'; readonly ref: string }
  | { readonly kind: 'report'; readonly path: string }
  | { readonly kind: 'recording'; readonly path: string }
  | { readonly kind: 'run'; readonly id: string };

export type Side = 'old' | 'new';

/** Longer texts are no name of anything here, in UTF-16 units. */
const maxLength = 4096;

/** Reads a choice from what a command was given or the editor has kept; undefined: it is none. Never throws. */
export function parseSideChoice(value: unknown): SideChoice | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  switch (valueOf(value, 'kind')) {
    case 'now':
      return { kind: 'now' };
    case 'previous':
      return { kind: 'previous' };
    case 'pinned':
      return { kind: 'pinned' };
    case 'accepted':
      return { kind: 'accepted' };
    case 'git': {
      const ref = textOf(value, 'ref');
      return ref === undefined ? undefined : { kind: 'git', ref };
    }
    case 'report':
    case 'recording': {
      const path = textOf(value, 'path');
      const kind = valueOf(value, 'kind') === 'report' ? 'report' : 'recording';
      return path === undefined ? undefined : { kind, path };
    }
    case 'run': {
      const id = textOf(value, 'id');
      return id === undefined ? undefined : { kind: 'run', id };
    }
    default:
      return undefined;
  }
}

export function isSameChoice(a: SideChoice, b: SideChoice): boolean {
  return keyOf(a) === keyOf(b);
}

/** How a sentence calls a choice, before it is known what it stands for. */
export function choiceText(choice: SideChoice): string {
  switch (choice.kind) {
    case 'now':
      return 'the present results';
    case 'previous':
      return 'the previous version';
    case 'pinned':
      return 'the pinned version';
    case 'accepted':
      return 'the accepted version';
    case 'git':
      return `the prompt at ${choice.ref}`;
    case 'report':
      return `the report ${basename(choice.path)}`;
    case 'recording':
      return `the recording ${basename(choice.path)}`;
    case 'run':
      return 'the stored run';
  }
}

function keyOf(choice: SideChoice): string {
  switch (choice.kind) {
    case 'now':
    case 'previous':
    case 'pinned':
    case 'accepted':
      return choice.kind;
    case 'git':
      return `git ${choice.ref}`;
    case 'report':
    case 'recording':
      return `${choice.kind} ${choice.path}`;
    case 'run':
      return `run ${choice.id}`;
  }
}

function valueOf(value: object, name: string): unknown {
  return Reflect.get(value, name);
}

function textOf(value: object, name: string): string | undefined {
  const text = valueOf(value, name);
  const isText = typeof text === 'string' && text.trim() !== '' && text.length <= maxLength;
  return isText ? text : undefined;
}
