import { parseArgs } from 'node:util';
import { buildExtension } from '../test/support/vscode/build.ts';
import { startHeadless } from './startHeadless.ts';
import { startWindow } from './startWindow.ts';

/*
 * npm start               opens VS Code with the extension and the example workspace
 * npm start -- --headless tells the example's story by the command line, for machines without a screen
 */
const { values } = parseArgs({ options: { headless: { type: 'boolean', default: false } } });

try {
  await buildExtension();
  process.exitCode = values.headless ? await startHeadless() : await startWindow();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
