import { dirname, isInside, resolvePath } from '../path.ts';
import type { Files } from '../ports.ts';
import type { SourceFile } from '../text.ts';

export type Located =
  | { readonly paths: readonly string[] }
  /** The pattern leads out of the workspace folder. */
  | { readonly isOutside: true };

/** The files that a path or glob of a suite means. A plain path is returned whether or not it exists. */
export async function locate(
  pattern: string,
  suite: Pick<SourceFile, 'path'>,
  root: string,
  files: Files,
): Promise<Located> {
  const forward = pattern.replaceAll('\\', '/');
  const folder = dirname(suite.path);
  const steps = forward.split('/');
  const firstGlob = steps.findIndex((step) => /[*?{]/.test(step));
  if (firstGlob < 0) {
    const path = resolvePath(folder, forward);
    return isInside(root, path) ? { paths: [path] } : { isOutside: true };
  }
  const rest = steps.slice(firstGlob);
  const fixed = steps.slice(0, firstGlob).join('/');
  const start = forward.startsWith('/') && fixed === '' ? '/' : resolvePath(folder, fixed);
  // `..` after a wildcard could climb out of any folder.
  if (!isInside(root, start) || rest.some((step) => /(?:^|[{,])\.\.(?:$|[},])/.test(step)))
    return { isOutside: true };
  const found = await files.find(start, rest.join('/'));
  return { paths: found.filter((path) => isInside(root, path)) };
}
