import { type ChildProcess, spawn } from 'node:child_process';
import { aborted, EvalError } from '../../core/errors.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { jsonOfText } from './jsonOfText.ts';

export interface ProgramCall {
  readonly path: string;
  readonly args: readonly string[];
  /** Working folder, absolute. */
  readonly folder: string;
  readonly input: JsonObject;
  readonly timeLimitMs: number;
}

/** Output above this ends the program, in bytes. */
const maxOutput = 1024 * 1024;
/** What of its complaints is shown, in characters. */
const shownErrors = 300;

/** Variables of the environment that programs need to start; all others stay here, keys above all. */
const passedOn = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'PATHEXT',
  'USERPROFILE',
];

/**
 * Runs a program that reads one JSON value on standard input and writes one on standard output. It and all that it starts
 * are one process group, which is ended as a whole at the time limit, when stopped, and when the program ends.
 * @throws {EvalError} bad-code, aborted
 */
export async function runProgram(call: ProgramCall, signal: AbortSignal): Promise<JsonValue> {
  if (signal.aborted) throw aborted();
  const name = [call.path.split(/[\\/]/).at(-1), ...call.args].join(' ');
  const bad = (what: string) => new EvalError('bad-code', `'${name}' ${what}.`);
  const child = spawn(call.path, call.args, {
    cwd: call.folder,
    env: environment(),
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  return new Promise<JsonValue>((resolve, reject) => {
    let output = '';
    let errors = '';
    const end = (result: JsonValue | EvalError) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      endGroup(child);
      if (result instanceof EvalError) reject(result);
      else resolve(result);
    };
    const stop = () => end(aborted());
    const timer = setTimeout(
      () => end(bad(`ran longer than ${call.timeLimitMs} ms and was stopped`)),
      call.timeLimitMs,
    );
    signal.addEventListener('abort', stop, { once: true });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.length > maxOutput) end(bad('wrote more than 1 MB and was stopped'));
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors = (errors + text).slice(-shownErrors);
    });
    // A program may answer without reading everything.
    child.stdin.on('error', () => undefined);
    child.on('error', (error) => end(bad(`could not be started: ${error.message}`)));
    child.on('close', (code, killed) => {
      const said = errors.trim() === '' ? '' : `: ${errors.trim()}`;
      if (code !== 0) {
        end(
          bad(`ended with ${code === null ? (killed ?? 'a signal') : `exit code ${code}`}${said}`),
        );
        return;
      }
      try {
        end(jsonOfText(output));
      } catch {
        const shown = output.trim() === '' ? 'wrote nothing' : 'wrote no JSON';
        end(bad(`${shown} to standard output${said}`));
      }
    });
    child.stdin.end(JSON.stringify(call.input));
  });
}

function environment(): Record<string, string> {
  return Object.fromEntries(
    passedOn.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // Nothing of it is left.
  }
}
