import * as vscode from 'vscode';
import { type ReviewedMetric, wantingReview } from '../../core/health/proposal.ts';
import type { JudgeReliability } from '../../core/judges/measureJudges.ts';
import { type Disposable, DisposableStore, Emitter } from '../../core/lifecycle.ts';
import type { Target } from '../../core/live/evaluated.ts';
import { textsOf } from '../../core/prompt/locateText.ts';
import type { Suite } from '../../core/suite/suite.ts';
import { regressionsOf } from '../../core/views/regressionList.ts';
import { loadReading } from '../files/loadReading.ts';
import type { Services } from '../services.ts';

/** A suite of the workspace with what its history says of its metrics. */
export interface SuiteReview {
  readonly suite: Suite;
  /** Its prompts with it and its cases. */
  readonly targets: readonly Target[];
  readonly metrics: readonly ReviewedMetric[];
  /** How far its judges are to be trusted, as far as the last runs have measured it. */
  readonly reliability?: JudgeReliability;
}

/** Milliseconds after a change until reviews are computed anew: while they are looked at, and while they are not. */
const soon = 300;
const later = 5000;

/** The reviews of all suites of the workspace; computed when somebody looks, and after runs for the badge. */
export class SuiteReviews implements Disposable {
  private readonly services: Services;
  private readonly owned = new DisposableStore();
  private readonly changes = this.owned.add(new Emitter<void>());
  private timer: NodeJS.Timeout | undefined;
  private computing: Promise<readonly SuiteReview[]> | undefined;
  private known: readonly SuiteReview[] | undefined;
  /** Somebody looks at them just now. */
  isWatched = false;
  readonly onDidChange = this.changes.event;

  constructor(services: Services) {
    this.services = services;
    const { live, workspace } = services;
    const results = new Map<string, unknown>();
    this.owned.add(
      live.onDidChange((state) => {
        const isNew = results.get(state.prompt) !== state.results && state.running === undefined;
        if (!isNew) return;
        results.set(state.prompt, state.results);
        this.schedule();
      }),
    );
    this.owned.add(workspace.onDidChange(() => this.schedule()));
    this.owned.add({ dispose: () => clearTimeout(this.timer) });
  }

  /** What is known now; undefined before the first time. */
  get current(): readonly SuiteReview[] | undefined {
    return this.known;
  }

  /** How many metrics want a look. Those that got worse just now are told of as regressions, and not twice. */
  get wanting(): number {
    const worse = new Set(
      regressionsOf(this.services.live.all()).map(({ suite, metric }) => `${suite}\n${metric}`),
    );
    return (this.known ?? []).reduce((sum, { suite, metrics }) => {
      const others = metrics.filter(({ health }) => !worse.has(`${suite.path}\n${health.metric}`));
      return sum + wantingReview(others);
    }, 0);
  }

  /** Computes them anew. @throws {EvalError} store-unavailable */
  refresh(): Promise<readonly SuiteReview[]> {
    this.computing ??= this.compute().finally(() => {
      this.computing = undefined;
    });
    return this.computing;
  }

  /** Computes them once nothing has changed for a while. */
  schedule(): void {
    // Nobody has asked yet and nothing has run: the history stays closed.
    if (!this.isWatched && this.services.live.all().length === 0) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(
      () => {
        this.refresh().catch((error: unknown) => this.services.log.error(String(error)));
      },
      this.isWatched ? soon : later,
    );
  }

  dispose(): void {
    this.owned.dispose();
  }

  private async compute(): Promise<readonly SuiteReview[]> {
    this.known = vscode.workspace.isTrusted ? await this.all() : [];
    this.changes.fire();
    return this.known;
  }

  private async all(): Promise<readonly SuiteReview[]> {
    const { workspace, context } = this.services;
    const { reviewSuite, builtInMetrics: registry } = await loadReading();
    const bySuite = new Map<string, Target[]>();
    for (const prompt of await workspace.allPrompts())
      for (const target of (await workspace.load(prompt)).targets) {
        const known = bySuite.get(target.suite.path);
        if (known === undefined) bySuite.set(target.suite.path, [target]);
        else known.push(target);
      }
    const reviews: SuiteReview[] = [];
    for (const targets of bySuite.values()) {
      const [first] = targets;
      if (first === undefined) continue;
      const { suite } = first;
      const { ports } = await context(first.prompt.path);
      const texts = targets.flatMap(({ prompt }) => textsOf(prompt));
      const metrics = await reviewSuite(suite, texts, { ...ports, registry });
      const reliability = this.measured(suite.path);
      reviews.push({ suite, targets, metrics, ...(reliability && { reliability }) });
    }
    return reviews;
  }

  private measured(suite: string): JudgeReliability | undefined {
    return this.services.live
      .all()
      .flatMap(({ results }) => results)
      .find(({ target }) => target.suite.path === suite && target.reliability !== undefined)?.target
      .reliability;
  }
}
