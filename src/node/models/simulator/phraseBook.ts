import type { Topic } from './topics.ts';

/** What the simulated model can say in one language. `{x}` marks what is filled in. */
export interface PhraseBook {
  readonly greeting: string;
  readonly greetingByName: string;
  readonly closing: string;
  /** Names something that must be mentioned. */
  readonly mention: string;
  /** Promises money: said only where no instruction forbids it. */
  readonly promise: string;
  /** Introduces a source. */
  readonly source: string;
  /** What the reply is about, best first. */
  readonly topics: Readonly<Record<Topic, readonly string[]>>;
  /** True of any topic: for longer replies. */
  readonly fillers: readonly string[];
}
