import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import { ComparisonSource, type SourceParts } from './comparisonSource.ts';

/** One comparison source for each prompt that was ever shown. */
export class ComparisonSources implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly known = new Map<string, ComparisonSource>();
  private readonly parts: SourceParts;

  constructor(parts: SourceParts) {
    this.parts = parts;
  }

  of(prompt: string): ComparisonSource {
    const known = this.known.get(prompt);
    if (known !== undefined) return known;
    const source = this.owned.add(new ComparisonSource(prompt, this.parts));
    this.known.set(prompt, source);
    return source;
  }

  dispose(): void {
    this.owned.dispose();
  }
}
