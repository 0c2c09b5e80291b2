import {
  type ActionTarget,
  type Answers,
  answerShapes,
  type FromPanel,
  type PanelRequest,
  parseToPanel,
  type ToPanel,
} from '../../src/panel/protocol.ts';
import type { ActionName } from '../../src/panel/slices/actions.ts';

/** What the editor gives a webview. */
export interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/** Messages that are not answers. */
export type Pushed = Exclude<ToPanel, { readonly type: 'response' }>;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** The panel's end of the conversation with the host. */
export class Connection {
  private readonly api: VsCodeApi;
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;

  constructor(api: VsCodeApi, onPush: (message: Pushed) => void) {
    this.api = api;
    window.addEventListener('message', (event) => {
      const parsed = parseToPanel(event.data);
      if (!parsed.ok) console.warn(`From the host: ${parsed.reason}`);
      else if (parsed.message.type === 'response') this.settle(parsed.message);
      else onPush(parsed.message);
    });
  }

  start(): void {
    this.post({ type: 'ready' });
  }

  act(action: ActionName, target: ActionTarget = {}): void {
    this.post({ type: 'action', action, target });
  }

  /** @throws {Error} when the host refuses or its answer is not what was asked for. */
  async ask<R extends PanelRequest>(request: R): Promise<Answers[R['type']]> {
    const id = this.nextId++;
    const value = await new Promise<unknown>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.post({ type: 'request', id, request });
    });
    const type: R['type'] = request.type;
    const place = { path: '' };
    const shape: (value: unknown, place: { path: string }) => value is Answers[R['type']] =
      answerShapes[type];
    if (!shape(value, place)) throw new Error(`Unexpected answer to ${type}${place.path}`);
    return value;
  }

  private settle(message: Extract<ToPanel, { readonly type: 'response' }>): void {
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.error === undefined) waiting?.resolve(message.value);
    else waiting?.reject(new Error(message.error));
  }

  private post(message: FromPanel): void {
    this.api.postMessage(message);
  }
}
