import { basename } from '../../path.ts';

/** The glob that finds promptfoo configs which can be read. */
export const promptfooGlob = '**/promptfooconfig*.{yaml,yml,json}';

/** Whether a name alone says that a file is a promptfoo config: `promptfooconfig.yaml`, `promptfooconfig.ci.json`. */
export function isPromptfooPath(path: string): boolean {
  const name = basename(path);
  return /^promptfooconfig[\w.-]*\.(?:ya?ml|json)$/i.test(name) && !ownEnding.test(name);
}

/** Endings that are ours, whatever stands before them. */
const ownEnding = /\.(?:metrics|prompt)\.\w+$/i;

/** A promptfoo config that is a program. Such are never run. */
export function isPromptfooProgram(path: string): boolean {
  return /^promptfooconfig[\w.-]*\.[cm]?[jt]s$/i.test(basename(path));
}

/** Endings of files that would have to be run to know what they say. */
export function isProgram(path: string): boolean {
  return /\.(?:[cm]?[jt]sx?|py|rb|sh|bash|pl|php|lua|exe|bat|cmd|ps1)(?::[\w.]+)?$/i.test(path);
}
