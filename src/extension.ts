import type { ExtensionContext } from 'vscode';

/** Builds and registers the features. */
export function activate(_context: ExtensionContext): void {}
