import { count, parseCommand } from '../args.ts';
import type { Environment } from '../environment.ts';
import { type ExitCode, exitCodes } from '../exitCodes.ts';

/** `micro-metrics simulate`: the simulated model as a server on loopback, until it is interrupted. */
export async function simulate(
  args: readonly string[],
  { output, signal }: Environment,
): Promise<ExitCode> {
  const { values } = parseCommand(args, ['port', 'delay']);
  const port = count(values, 'port', 0, 65_535);
  const delayMs = count(values, 'delay', 0);
  const { startSimulatedServer } = await import('../../node/models/simulatedServer.ts');
  const server = await startSimulatedServer({
    ...(port !== undefined && { port }),
    ...(delayMs !== undefined && { delayMs }),
  });
  output.result(`The simulated model answers at ${server.baseUrl}. Ctrl+C ends it.`);
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  await server.close();
  return exitCodes.asAsked;
}
