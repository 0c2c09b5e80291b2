import { basename } from '../path.ts';
import { isPromptfooPath } from './promptfoo/promptfooPath.ts';

/** Whether a file is a suite by its name: `support.metrics.yaml`, or the config of promptfoo. */
export function isSuitePath(path: string): boolean {
  return isOwnSuitePath(path) || isPromptfooPath(path);
}

/** Whether a file is a suite of ours by its name: `support.metrics.yaml`. */
export function isOwnSuitePath(path: string): boolean {
  return suiteEnding.test(basename(path));
}

/** The name of a prompt or suite without what tells its kind: `support` for `support.prompt.md` and `support.metrics.yaml`. */
export function stemOf(path: string): string {
  const name = basename(path);
  return suiteEnding.test(name)
    ? name.replace(suiteEnding, '')
    : name.replace(/\.[^.]+$/, '').replace(promptMark, '');
}

const suiteEnding = /\.metrics\.ya?ml$/i;
const promptMark = /\.(?:prompt|agent|chatmode|instructions)$/i;
