import type { RunUsage } from '../results/runResult.ts';
import type { Progress } from '../run/events.ts';

/** Progress over all parts that make up a live run. */
export class LiveProgress {
  private readonly parts: Progress[] = [];

  /** Begins a part; what it gives is called with every progress of that part. */
  part(total: number): (progress: Progress) => void {
    const place = this.parts.push({ done: 0, total, cost: 0 }) - 1;
    return (progress) => {
      this.parts[place] = progress;
    };
  }

  /** @param usage of all parts, with the cost so far */
  now(usage: Pick<RunUsage, 'cost'>): Progress {
    const sum = (of: (part: Progress) => number) => this.parts.reduce((all, p) => all + of(p), 0);
    return { done: sum(({ done }) => done), total: sum(({ total }) => total), cost: usage.cost };
  }
}
