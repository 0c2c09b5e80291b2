import { mkdir, writeFile } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';

/** Does work under a name; the work's own result comes back. */
export type Profiled = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/**
 * Writes a processor profile of each piece of work into a folder, as `<name>.cpuprofile`, and beside it the result as
 * `<name>.json`. Without a folder the work is only done: profiling takes time of its own.
 */
export function profiler(folder: string | undefined): Profiled {
  if (folder === undefined) return (_, work) => work();
  return async (name, work) => {
    await mkdir(folder, { recursive: true });
    const session = new Session();
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: 200 });
    await session.post('Profiler.start');
    const result = await work();
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    await writeFile(join(folder, `${name}.cpuprofile`), JSON.stringify(profile));
    await writeFile(join(folder, `${name}.json`), JSON.stringify(result));
    return result;
  };
}
