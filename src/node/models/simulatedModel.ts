import type { Model } from '../../core/ports.ts';
import type { RunModel } from '../../core/results/runResult.ts';
import type { Completion } from '../../core/run/completion.ts';
import type { RenderedRequest } from '../../core/run/request.ts';
import { parseEndpoint } from './endpoint.ts';
import type { HttpFetch } from './httpFetch.ts';
import { OpenAIModel } from './openaiModel.ts';
import type { SimulatedServer } from './simulatedServer.ts';
import { simulatedModelName, simulatorVersion, trialHeader } from './simulator/identity.ts';

export interface SimulatedModelOptions {
  readonly http: HttpFetch;
  readonly name?: string;
  /** See `SimulatedServerOptions`. */
  readonly delayMs?: number;
  readonly timeoutMs?: number;
}

/**
 * The simulated model as a `Model`: its server starts in this process with the first call, on a
 * free loopback port, and is called through the very path that other endpoints take.
 */
export class SimulatedModel implements Model {
  readonly info: RunModel;
  /** Without the port, which differs from run to run. */
  readonly endpoint = `simulated ${simulatorVersion}`;
  readonly answersByCase = false;
  private readonly options: SimulatedModelOptions;
  private started: Promise<{ server: SimulatedServer; model: Model }> | undefined;

  constructor(options: SimulatedModelOptions) {
    this.options = options;
    this.info = {
      provider: 'simulated',
      name: options.name ?? simulatedModelName,
      isSimulated: true,
    };
  }

  async complete(request: RenderedRequest, signal: AbortSignal): Promise<Completion> {
    this.started ??= this.start();
    const { model } = await this.started;
    return model.complete(request, signal);
  }

  async close(): Promise<void> {
    const started = await this.started?.catch(() => undefined);
    this.started = undefined;
    await started?.server.close();
  }

  private async start(): Promise<{ server: SimulatedServer; model: Model }> {
    const { http, delayMs, timeoutMs } = this.options;
    // Nothing is loaded for a run that is answered from the store.
    const { startSimulatedServer } = await import('./simulatedServer.ts');
    const server = await startSimulatedServer(delayMs === undefined ? {} : { delayMs });
    server.unref();
    const model = new OpenAIModel({
      name: this.info.name,
      endpoint: parseEndpoint(server.baseUrl),
      http,
      callHeaders: (request) => ({ [trialHeader]: String(request.trial) }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
    return { server, model };
  }
}
