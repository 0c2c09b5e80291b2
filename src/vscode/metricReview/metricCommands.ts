import * as vscode from 'vscode';
import { type Decision, decisionEdits, nextReview, reasonFor } from '../../core/health/decision.ts';
import type { ReviewedMetric } from '../../core/health/proposal.ts';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import { basename } from '../../core/path.ts';
import { dayOf } from '../../core/run/spending.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds, productName } from '../base/contributions.ts';
import type { Services } from '../services.ts';
import { editSuite } from '../suites/suiteEdits.ts';
import { metricIn } from './metricAddress.ts';
import { metricDescription } from './metricNode.ts';
import type { SuiteReview, SuiteReviews } from './suiteReviews.ts';

interface Chosen {
  readonly review: SuiteReview;
  readonly reviewed: ReviewedMetric;
}

/** Keep, merge, quarantine, retire and restore a metric: each an edit of its suite that undo takes back. */
export class MetricCommands implements Contribution {
  private readonly services: Services;
  private readonly reviews: SuiteReviews;

  constructor(services: Services, reviews: SuiteReviews) {
    this.services = services;
    this.reviews = reviews;
  }

  register(): Disposable {
    const { commands } = this.services;
    const owned = new DisposableStore();
    owned.add(commands.register(commandIds.keepMetric, (given) => this.keep(given)));
    owned.add(commands.register(commandIds.mergeMetric, (given) => this.merge(given)));
    owned.add(commands.register(commandIds.quarantineMetric, (given) => this.quarantine(given)));
    owned.add(commands.register(commandIds.retireMetric, (given) => this.retire(given)));
    owned.add(commands.register(commandIds.restoreMetric, (given) => this.restore(given)));
    return owned;
  }

  private async keep(given: unknown): Promise<void> {
    const chosen = await this.choose(given, 'Keep which metric?');
    if (chosen === undefined) return;
    const until = nextReview(Date.now());
    await this.decide(chosen, { kind: 'keep', until }, `is kept, to be reviewed on ${until}`);
  }

  private async quarantine(given: unknown): Promise<void> {
    const chosen = await this.choose(given, 'Quarantine which metric?');
    if (chosen === undefined) return;
    await this.decide(chosen, { kind: 'quarantine' }, 'is a hint now and runs offline only');
  }

  private async retire(given: unknown): Promise<void> {
    const chosen = await this.choose(given, 'Retire which metric?');
    if (chosen === undefined) return;
    const reason = await askReason(chosen.reviewed, reasonFor(chosen.reviewed));
    if (reason === undefined) return;
    await this.decide(chosen, { kind: 'retire', reason }, 'is retired');
  }

  private async merge(given: unknown): Promise<void> {
    const chosen = await this.choose(given, 'Merge which metric into another one?');
    if (chosen === undefined) return;
    const { review, reviewed } = chosen;
    const into = reviewed.proposal.into ?? (await pickOther(review, reviewed));
    if (into === undefined) return;
    const proposal = { ...reviewed.proposal, kind: 'merge' as const, into };
    const reason = await askReason(reviewed, reasonFor({ ...reviewed, proposal }));
    if (reason === undefined) return;
    await this.decide(chosen, { kind: 'merge', into, reason }, `is retired; “${into}” stays`);
  }

  private async restore(given: unknown): Promise<void> {
    const target = metricIn(given) ?? (await this.pickRetired());
    if (target === undefined) return;
    const { suite, metric } = target;
    await editSuite(
      suite,
      (read) => decisionEdits(read, metric, { kind: 'restore' }, dayOf(Date.now())),
      { find: () => metric },
    );
    told(`“${metric}” is back in ${basename(suite)}.`);
  }

  private async decide({ review, reviewed }: Chosen, decision: Decision, said: string) {
    const { metric, name } = reviewed.health;
    const { path } = review.suite;
    await editSuite(
      path,
      (read) => decisionEdits(read, metric, decision, dayOf(Date.now())),
      decision.kind === 'retire' || decision.kind === 'merge' ? { find: () => 'retired:' } : {},
    );
    told(`“${name}” ${said}. Undo in ${basename(path)} takes it back.`);
  }

  /** The metric of a row or a quick fix, else one that a person picks. */
  private async choose(given: unknown, title: string): Promise<Chosen | undefined> {
    const known = this.reviews.current ?? (await this.reviews.refresh());
    const all = known.flatMap((review) => review.metrics.map((reviewed) => ({ review, reviewed })));
    const target = metricIn(given);
    if (target !== undefined)
      return all.find(
        ({ review, reviewed }) =>
          review.suite.path === target.suite && reviewed.health.metric === target.metric,
      );
    if (all.length === 0) {
      void vscode.window.showInformationMessage(
        'There is no suite with metrics in this workspace.',
      );
      return undefined;
    }
    const items = all.map((chosen) => ({
      label: chosen.reviewed.health.name,
      description: basename(chosen.review.suite.path),
      detail: metricDescription(chosen.reviewed),
      chosen,
    }));
    const picked = await vscode.window.showQuickPick(items, { title, matchOnDetail: true });
    return picked?.chosen;
  }

  private async pickRetired() {
    const known = this.reviews.current ?? (await this.reviews.refresh());
    const items = known.flatMap(({ suite }) =>
      suite.retired
        .filter(({ isRestorable }) => isRestorable)
        .map(({ id, on, reason }) => ({
          label: id,
          description: `${basename(suite.path)}, ${on}`,
          detail: reason,
          target: { suite: suite.path, metric: id },
        })),
    );
    if (items.length === 0) {
      void vscode.window.showInformationMessage('No metric is retired in this workspace.');
      return undefined;
    }
    const picked = await vscode.window.showQuickPick(items, { title: 'Restore which metric?' });
    return picked?.target;
  }
}

function askReason({ health }: ReviewedMetric, value: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: `Why is “${health.name}” retired?`,
    prompt:
      'It moves to "retired:" at the end of the suite, with this reason, and can be restored.',
    value,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'Say why, in a few words.' : undefined),
  });
}

async function pickOther(review: SuiteReview, { health }: ReviewedMetric) {
  const items = review.metrics
    .filter((other) => other.health.metric !== health.metric)
    .map((other) => ({ label: other.health.name, id: other.health.metric }));
  const title = `Which metric stays in the place of “${health.name}”?`;
  return (await vscode.window.showQuickPick(items, { title }))?.id;
}

function told(message: string): void {
  vscode.window.setStatusBarMessage(`${productName}: ${message}`, 6000);
}
