import { Emitter } from '../../../src/core/lifecycle.ts';
import type { RenderedRequest } from '../../../src/core/run/request.ts';
import type { ActionTarget } from '../../../src/panel/protocol.ts';
import type { ActionName } from '../../../src/panel/slices/actions.ts';
import type { ComparePanelSource, PanelInput } from '../../../src/panel/source.ts';

/** A source whose state a test sets, and that keeps what was asked of it. */
export class FakeSource implements ComparePanelSource {
  readonly performed: { readonly action: ActionName; readonly target: ActionTarget }[] = [];
  private readonly changes = new Emitter<void>();
  readonly onDidChange = this.changes.event;
  /** What the history has, by key. */
  readonly requests: Map<string, RenderedRequest>;
  private input: PanelInput;

  constructor(input: PanelInput, requests: ReadonlyMap<string, RenderedRequest> = new Map()) {
    this.input = input;
    this.requests = new Map(requests);
  }

  getState(): PanelInput {
    return this.input;
  }

  set(input: PanelInput): void {
    this.input = input;
    this.changes.fire();
  }

  perform(action: ActionName, target: ActionTarget): void {
    this.performed.push({ action, target });
  }

  async requestOf(key: string): Promise<RenderedRequest | undefined> {
    return this.requests.get(key);
  }
}
