import type { Disposable } from '../../core/lifecycle.ts';

/** A feature of the editor that registers itself; `src/extension.ts` lists them all. */
export interface Contribution {
  /** Whoever calls owns what it gives. */
  register(): Disposable;
}
