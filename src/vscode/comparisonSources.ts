import { type Disposable, DisposableStore } from '../core/lifecycle.ts';
import type { LivePrompts } from '../core/live/livePrompts.ts';
import type { Pricing } from '../core/ports.ts';
import { ComparisonSource } from './comparisonSource.ts';

/** One comparison source for each prompt that was ever shown. */
export class ComparisonSources implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly known = new Map<string, ComparisonSource>();
  private readonly live: LivePrompts;
  private readonly pricing: Pricing;

  constructor(live: LivePrompts, pricing: Pricing) {
    this.live = live;
    this.pricing = pricing;
  }

  of(prompt: string): ComparisonSource {
    const known = this.known.get(prompt);
    if (known !== undefined) return known;
    const source = this.owned.add(new ComparisonSource(prompt, this.live, this.pricing));
    this.known.set(prompt, source);
    return source;
  }

  dispose(): void {
    this.owned.dispose();
  }
}
