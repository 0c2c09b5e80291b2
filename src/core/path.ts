/** A name in its folder with `_` before it, as files that others include are often called: `a/_b` for `a/b`. */
export function underscored(name: string): string {
  const slash = name.lastIndexOf('/') + 1;
  return `${name.slice(0, slash)}_${name.slice(slash)}`;
}

/** Paths in the core are absolute, with forward slashes on every system (`/a/b`, `C:/a/b`). */

export function toForwardSlashes(path: string): string {
  return path.replaceAll('\\', '/');
}

export function dirname(path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash < 0) return '.';
  return slash === 0 ? '/' : path.slice(0, slash);
}

export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:\//.test(path);
}

/** Resolves `.` and `..`, and a relative path against a folder. */
export function resolvePath(folder: string, path: string): string {
  const full = isAbsolute(path) ? path : `${folder}/${path}`;
  const drive = /^[A-Za-z]:/.exec(full)?.[0] ?? '';
  const parts: string[] = [];
  for (const part of full.slice(drive.length).split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `${drive}/${parts.join('/')}`;
}

/** The path from a folder to a file below or beside it. */
export function relativePath(folder: string, path: string): string {
  const from = resolvePath('/', folder).split('/').filter(Boolean);
  const to = resolvePath('/', path).split('/').filter(Boolean);
  if (from[0] !== to[0] && /^[A-Za-z]:$/.test(to[0] ?? '')) return path;
  let same = 0;
  while (same < from.length && same < to.length && from[same] === to[same]) same++;
  return [...from.slice(same).map(() => '..'), ...to.slice(same)].join('/') || '.';
}

/** Whether a path lies in a folder (or is the folder), after `..` has been resolved. */
export function isInside(folder: string, path: string): boolean {
  const root = resolvePath('/', folder);
  const full = resolvePath('/', path);
  return full === root || full.startsWith(root.endsWith('/') ? root : `${root}/`);
}

/**
 * Where a path leads after a file or folder was moved: the file itself, a prompt in it (`a.txt#2`), or something below the folder;
 * any other path stays.
 */
export function movedPath(path: string, from: string, to: string): string {
  const rest = path.startsWith(from) ? path.slice(from.length) : undefined;
  return rest === '' || rest?.startsWith('/') || rest?.startsWith('#') ? to + rest : path;
}

/** The file that a prompt stands in: without the number that tells several prompts of one file apart (`prompts.txt#2`). */
export function fileOfPrompt(path: string): string {
  return path.replace(/(\.\w+)#\d+$/, '$1');
}
