import { basename } from 'node:path';
import { type Finished, run } from './childProcess.ts';

/**
 * Runs npm in a folder and gives its result.
 *
 * Inside `npm run` the npm that is running is used again, by path; elsewhere the one on PATH. Variables that an outer
 * `npm run` sets about its own package and command are taken out, so that the inner npm looks at `cwd` alone; those a
 * person may have set to reach a registry or a proxy stay.
 */
export function runNpm(args: readonly string[], cwd: string): Promise<Finished> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !aboutOuterRun.test(name)),
  );
  const outer = process.env.npm_execpath;
  if (outer !== undefined && basename(outer) === 'npm-cli.js') {
    return run(process.execPath, [outer, ...args], { cwd, env });
  }
  return process.platform === 'win32'
    ? run('npm.cmd', args, { cwd, env, shell: true })
    : run('npm', args, { cwd, env });
}

/** Variables by which an outer npm describes its package and command to the scripts it runs. */
const aboutOuterRun =
  /^npm_(package_.*|lifecycle_.*|command|execpath|node_execpath|config_(local_prefix|global|location|omit|include|ignore_scripts|workspaces?|include_workspace_root|dry_run|save.*|package_lock|json|parseable|silent|loglevel))$/i;
