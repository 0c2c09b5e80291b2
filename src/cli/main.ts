import { isEvalError, messageOf } from '../core/errors.ts';
import { usage } from './args.ts';
import { check } from './commands/check.ts';
import { compare } from './commands/compare.ts';
import { importCommand } from './commands/import.ts';
import { render } from './commands/render.ts';
import { run } from './commands/run.ts';
import { simulate } from './commands/simulate.ts';
import { createEnvironment, type Environment } from './environment.ts';
import { type ExitCode, exitCodes } from './exitCodes.ts';
import { processOutput } from './output.ts';

type Command = (args: readonly string[], environment: Environment) => Promise<ExitCode>;

const commands: Readonly<Record<string, Command>> = {
  run,
  compare,
  render,
  check,
  import: importCommand,
  simulate,
};

const output = processOutput();
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
// Node calls its SQLite experimental; that is no news for people who run a suite.
process.removeAllListeners('warning');

process.exitCode = await main(process.argv.slice(2));

async function main([name, ...args]: readonly string[]): Promise<ExitCode> {
  const command = name === undefined || !Object.hasOwn(commands, name) ? undefined : commands[name];
  if (command === undefined) {
    const isHelp = name === '--help' || name === '-h' || name === 'help';
    if (isHelp) output.result(usage);
    else output.note(name === undefined ? usage : `There is no command '${name}'.\n\n${usage}`);
    return isHelp ? exitCodes.asAsked : exitCodes.couldNotRun;
  }
  try {
    return await command(args, createEnvironment(output, stop.signal));
  } catch (error) {
    output.note(
      isEvalError(error) ? error.message : String((error as Error).stack ?? messageOf(error)),
    );
    return stop.signal.aborted ? exitCodes.interrupted : exitCodes.couldNotRun;
  }
}
