import {
  type Answers,
  answerShapes,
  type PanelRequest,
  type ToPanel,
} from '../../../src/panel/protocol.ts';
import { PanelSession } from '../../../src/panel/session.ts';
import type { ComparePanelSource } from '../../../src/panel/source.ts';

/** A session with what it sent, logged and scheduled; time passes only when a test says so. */
export class TestHost {
  readonly sent: ToPanel[] = [];
  readonly logged: string[] = [];
  readonly session: PanelSession;
  private scheduled: (() => void)[] = [];
  private nextId = 1;

  constructor(source: ComparePanelSource) {
    this.session = new PanelSession(source, {
      post: (message) => this.sent.push(message),
      log: (message) => this.logged.push(message),
      schedule: (callback) => {
        this.scheduled.push(callback);
        return {
          dispose: () => {
            this.scheduled = this.scheduled.filter((other) => other !== callback);
          },
        };
      },
    });
  }

  get waiting(): number {
    return this.scheduled.length;
  }

  /** Lets everything happen that waits for its time. */
  elapse(): void {
    while (this.waiting > 0) this.step();
  }

  /** Lets happen what waits now, not what comes of it. */
  step(): void {
    const due = this.scheduled;
    this.scheduled = [];
    for (const callback of due) callback();
  }

  /** Says that the panel is there, and waits for the state. */
  ready(): void {
    this.session.receive({ type: 'ready' });
    while (!this.sent.some(({ type }) => type === 'state')) this.elapse();
  }

  /** Asks as the panel does, and checks the answer as the panel does. */
  ask<R extends PanelRequest>(request: R): Answers[R['type']] {
    const id = this.nextId++;
    this.session.receive({ type: 'request', id, request });
    const find = () =>
      this.sent.findLast((message) => message.type === 'response' && message.id === id);
    while (find() === undefined && this.waiting > 0) this.elapse();
    const response = find();
    if (response?.type !== 'response') throw new Error('No answer');
    const type: R['type'] = request.type;
    const shape: (value: unknown) => value is Answers[R['type']] = answerShapes[type];
    const { value } = response;
    if (!shape(value))
      throw new Error(`Unexpected answer: ${response.error ?? JSON.stringify(value)}`);
    return value;
  }
}
