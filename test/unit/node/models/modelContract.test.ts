import { parseEndpoint } from '../../../../src/node/models/endpoint.ts';
import { createHttpFetch } from '../../../../src/node/models/httpFetch.ts';
import { OpenAIModel } from '../../../../src/node/models/openaiModel.ts';
import { openReplayModel } from '../../../../src/node/models/replayModel.ts';
import { SimulatedModel } from '../../../../src/node/models/simulatedModel.ts';
import { startSimulatedServer } from '../../../../src/node/models/simulatedServer.ts';
import { describeModelContract } from '../../../support/modelContract.ts';

describeModelContract('the OpenAI model', async () => {
  const server = await startSimulatedServer();
  const http = createHttpFetch();
  const endpoint = parseEndpoint(server.baseUrl);
  return {
    model: new OpenAIModel({ name: 'any', endpoint, http }),
    caseId: 'parcel',
    close: async () => {
      http.close();
      await server.close();
    },
  };
});

describeModelContract('the OpenAI model without streaming', async () => {
  const server = await startSimulatedServer();
  const http = createHttpFetch();
  const endpoint = parseEndpoint(server.baseUrl);
  return {
    model: new OpenAIModel({ name: 'any', endpoint, http, isStreamed: false }),
    caseId: 'parcel',
    close: async () => {
      http.close();
      await server.close();
    },
  };
});

describeModelContract('the simulated model', async () => {
  const http = createHttpFetch();
  const model = new SimulatedModel({ http });
  return {
    model,
    caseId: 'parcel',
    close: async () => {
      await model.close();
      http.close();
    },
  };
});

describeModelContract('the replayed model', async () => ({
  model: await openReplayModel({
    path: '/recordings.jsonl',
    async *readLines() {
      yield '{"case": "parcel", "trial": 0, "output": "It is on its way.", "latencyMs": 812}';
      yield '{"case": "parcel", "trial": 1, "output": "It left yesterday."}';
    },
  }),
  caseId: 'parcel',
  close: async () => {},
}));
