import {
  type Answers,
  answerShapes,
  type PanelRequest,
  type ResponseMessage,
  type ToPanel,
} from '../../../src/panel/protocol.ts';
import { PanelSession } from '../../../src/panel/session.ts';
import type { ComparePanelSource } from '../../../src/panel/source.ts';

/** A session with what it sent, logged and scheduled; time passes only when a test says so. */
export class TestHost {
  readonly sent: ToPanel[] = [];
  readonly logged: string[] = [];
  readonly session: PanelSession;
  private scheduled: Timer[] = [];
  private nextId = 1;

  constructor(source: ComparePanelSource) {
    this.session = new PanelSession(source, {
      post: (message) => this.sent.push(message),
      log: (message) => this.logged.push(message),
      schedule: (callback, ms) => {
        const timer = { callback, ms };
        this.scheduled.push(timer);
        return {
          dispose: () => {
            this.scheduled = this.scheduled.filter((other) => other !== timer);
          },
        };
      },
    });
  }

  /** How much waits for its time, without what is given up only after a long one. */
  get waiting(): number {
    return this.scheduled.filter(isSoon).length;
  }

  /** Lets everything happen that waits for its time. */
  elapse(): void {
    while (this.waiting > 0) this.step();
  }

  /** Lets happen what waits now, not what comes of it. */
  step(): void {
    this.run(isSoon);
  }

  /** Lets a long time go by. */
  wait(): void {
    this.run(() => true);
    this.elapse();
  }

  private run(isDue: (timer: Timer) => boolean): void {
    const due = this.scheduled.filter(isDue);
    this.scheduled = this.scheduled.filter((timer) => !isDue(timer));
    for (const { callback } of due) callback();
  }

  /** Says that the panel is there, and waits for the state. */
  ready(): void {
    this.session.receive({ type: 'ready' });
    while (!this.sent.some(({ type }) => type === 'state')) this.elapse();
  }

  /** Asks as the panel does, and checks the answer as the panel does. */
  ask<R extends PanelRequest>(request: R): Answers[R['type']] {
    const id = this.send(request);
    while (this.answerTo(id) === undefined && this.waiting > 0) this.elapse();
    return this.checked(request, id);
  }

  /** The same for what is not known at once. */
  async askLater<R extends PanelRequest>(request: R): Promise<Answers[R['type']]> {
    const id = this.send(request);
    await this.settle(() => this.answerTo(id) !== undefined);
    return this.checked(request, id);
  }

  /** Sends a request and gives its id. */
  send(request: PanelRequest): number {
    const id = this.nextId++;
    this.session.receive({ type: 'request', id, request });
    return id;
  }

  /** Lets promises and timers take their turns until something holds, or nothing is left to happen. */
  async settle(isDone: () => boolean = () => false): Promise<void> {
    for (let quiet = 0; quiet < 5 && !isDone(); quiet++) {
      await new Promise(setImmediate);
      if (this.waiting > 0) quiet = 0;
      this.elapse();
    }
  }

  /** Ids of the requests that were answered, in the order of their answers. */
  get answered(): readonly number[] {
    return this.sent.flatMap((message) => (message.type === 'response' ? [message.id] : []));
  }

  private answerTo(id: number): ResponseMessage | undefined {
    const found = this.sent.findLast((message) => message.type === 'response' && message.id === id);
    return found?.type === 'response' ? found : undefined;
  }

  private checked<R extends PanelRequest>(request: R, id: number): Answers[R['type']] {
    const response = this.answerTo(id);
    if (response === undefined) throw new Error('No answer');
    const type: R['type'] = request.type;
    const shape: (value: unknown) => value is Answers[R['type']] = answerShapes[type];
    const { value } = response;
    if (!shape(value))
      throw new Error(`Unexpected answer: ${response.error ?? JSON.stringify(value)}`);
    return value;
  }
}

interface Timer {
  readonly callback: () => void;
  readonly ms: number;
}

function isSoon({ ms }: Timer): boolean {
  return ms < 1000;
}
