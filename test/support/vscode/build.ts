import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './childProcess.ts';
import { projectRoot } from './paths.ts';

/**
 * Builds the extension, so that what is tested or shown is what the sources say now.
 *
 * @param isProduction as it is packaged; default: as it is developed, with names that people can read
 * @throws {Error} with the builder's output when it fails.
 */
export async function buildExtension(isProduction = false): Promise<void> {
  const builder = join(projectRoot, 'esbuild.js');
  if (!existsSync(builder)) throw new Error(`There is no ${builder} to build the extension with.`);
  const options = isProduction ? ['--production'] : [];
  const built = await run(process.execPath, [builder, ...options], { cwd: projectRoot });
  if (built.code !== 0) throw new Error(`The build failed:\n${built.stdout}${built.stderr}`);
}
