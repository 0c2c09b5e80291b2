import type { Clock } from './ports.ts';

/** Work goes on without a pause for this long: half of a frame. */
const maxWorkMs = 8;

/** Lets the event loop turn while long lists are worked through, so that an editor around stays responsive. */
export class Breather {
  private readonly clock: Pick<Clock, 'elapsed' | 'worked' | 'delay'>;
  private begun: number;

  constructor(clock: Pick<Clock, 'elapsed' | 'worked' | 'delay'>) {
    this.clock = clock;
    this.begun = clock.elapsed();
    // What is done from here on counts, also where nobody has asked yet.
    clock.worked?.();
  }

  /** To be awaited between two pieces of work where `isDue`; nothing ends it early. */
  async pause(): Promise<void> {
    await this.clock.delay(0, new AbortController().signal);
    this.begun = this.clock.elapsed();
    this.clock.worked?.();
  }

  /** Whether the work since the last pause was long enough; with a clock that knows it, that of all in this turn. */
  get isDue(): boolean {
    const worked = this.clock.worked?.() ?? this.clock.elapsed() - this.begun;
    return worked > maxWorkMs;
  }
}
