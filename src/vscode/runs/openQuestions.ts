import { type Disposable, Emitter } from '../../core/lifecycle.ts';

/** A plan that waits for a person. */
export interface PlanQuestion {
  readonly prompt: string;
  readonly text: string;
}

/** One that can be answered; only the first answer counts. */
export interface OpenQuestion extends PlanQuestion {
  readonly answer: (isAgreed: boolean) => void;
}

/** Questions without an answer yet: one for each purpose of a prompt, whose newer plan takes the place of the older. */
export class OpenQuestions implements Disposable {
  private readonly changes = new Emitter<void>();
  private readonly open = new Map<string, OpenQuestion>();
  readonly onDidChange = this.changes.event;

  /** The question that was asked last: of a prompt, or of all. */
  newest(prompt?: string): OpenQuestion | undefined {
    return [...this.open.values()].findLast((one) => prompt === undefined || one.prompt === prompt);
  }

  /**
   * Resolves with the answer; false where nobody waits for one any more.
   * @param purpose what the calls are for: a save and a side of a comparison do not answer each other's question
   * @param onOpen called with the question once it waits
   */
  ask(
    question: PlanQuestion,
    purpose: string,
    signal: AbortSignal,
    onOpen: (question: OpenQuestion) => void,
  ): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    const key = JSON.stringify([question.prompt, purpose]);
    return new Promise((resolve) => {
      const settle = (isAgreed: boolean) => {
        if (this.open.get(key) !== opened) return;
        this.open.delete(key);
        signal.removeEventListener('abort', giveUp);
        resolve(isAgreed);
        this.changes.fire();
      };
      const giveUp = () => settle(false);
      const opened: OpenQuestion = { ...question, answer: settle };
      this.open.get(key)?.answer(false);
      this.open.set(key, opened);
      signal.addEventListener('abort', giveUp, { once: true });
      this.changes.fire();
      onOpen(opened);
    });
  }

  dispose(): void {
    for (const question of [...this.open.values()]) question.answer(false);
    this.changes.dispose();
  }
}
