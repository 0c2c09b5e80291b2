import * as vscode from 'vscode';
import { basename, fileOfPrompt } from '../../core/path.ts';
import { type VersionAddress, versionOfNode } from './versionNodes.ts';

/** Of documents that hold a stored version of a prompt. */
export const versionScheme = 'micro-metrics-version';

/** The address of the document of a version; its ending stays, so that the language does. */
export function uriOfVersion({ prompt, version }: VersionAddress): vscode.Uri {
  const name = `${version.slice(0, 7)} ${basename(fileOfPrompt(prompt))}`;
  return vscode.Uri.from({
    ...{ scheme: versionScheme, path: `/${name}` },
    query: JSON.stringify([prompt, version]),
  });
}

/** The version that a document holds; undefined for other documents. */
export function versionOfUri({ scheme, query }: vscode.Uri): VersionAddress | undefined {
  return scheme === versionScheme ? versionOfNode(query) : undefined;
}
