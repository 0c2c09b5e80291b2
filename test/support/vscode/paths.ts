import { join } from 'node:path';

/** The repository's root folder, absolute: the extension under development lives there. */
export const projectRoot = join(import.meta.dirname, '..', '..', '..');

/** Git-ignored folder for downloaded editors and bundled tests. */
export const toolsFolder = join(projectRoot, '.vscode-test');

/** Git-ignored folder for screenshots and logs that a person may want to see after a test run. */
export const outputFolder = join(projectRoot, 'test-output');

/** The workspace that tests and `npm start` open unless told otherwise. */
export const exampleFolder = join(projectRoot, 'examples', 'support');
