import type { Problem } from '../core/problem.ts';

const shownProblems = 20;

/** Tells of lines that cannot be used: the first few one by one, the rest by number. */
export class LeftOut {
  private count = 0;
  private readonly tell: (problem: Problem) => void;

  constructor(tell: (problem: Problem) => void) {
    this.tell = tell;
  }

  add(problem: Problem): void {
    if (this.count++ < shownProblems) this.tell(problem);
  }

  close(note: (text: string) => void): void {
    const more = this.count - shownProblems;
    if (more > 0) note(`... and ${more} more lines that are left out.`);
  }
}
