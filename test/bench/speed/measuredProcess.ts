import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** How long a process took, and the most memory it held. */
export interface Measured {
  readonly ms: number;
  /** Largest resident set in megabytes (2^20 bytes); null where the system does not tell. */
  readonly peakMb: number | null;
  readonly stderr: string;
}

/**
 * Runs a program of this Node to its end, from start to exit.
 *
 * @throws {Error} with its last output when it does not end with code 0.
 */
export function measureNode(args: readonly string[], cwd: string): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const env = { ...process.env, OPENAI_API_KEY: 'none' };
    const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
    let peakMb: number | null = null;
    const look = () => {
      peakMb = peakOf(child.pid) ?? peakMb;
    };
    const looking = setInterval(look, 40);
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      clearInterval(looking);
      const ms = performance.now() - begun;
      if (code === 0) resolve({ ms, peakMb, stderr });
      else reject(new Error(`${args.join(' ')} ended with ${code}: ${stderr.slice(-2000)}`));
    });
  });
}

/** The high-water mark that Linux keeps of a process; it only grows, so the last look counts. */
function peakOf(pid: number | undefined): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}
