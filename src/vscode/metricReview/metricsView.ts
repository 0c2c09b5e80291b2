import * as vscode from 'vscode';
import type { ProposalKind } from '../../core/health/proposal.ts';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import { basename } from '../../core/path.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds, viewIds } from '../base/contributions.ts';
import { toVsRange } from '../base/convert.ts';
import type { Services } from '../services.ts';
import { contentsAreKnown } from '../views/knownContents.ts';
import { type MetricNode, metricDescription, rowsBelow, spokenMetric } from './metricNode.ts';
import type { SuiteReviews } from './suiteReviews.ts';

/** The Metrics view: what each metric is worth, those that want a look first, with a badge of their number. */
export class MetricsView implements vscode.TreeDataProvider<MetricNode>, Contribution {
  private readonly services: Services;
  private readonly reviews: SuiteReviews;
  private readonly owned = new DisposableStore();
  private readonly changes = this.owned.add(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.changes.event;

  constructor(services: Services, reviews: SuiteReviews) {
    this.services = services;
    this.reviews = reviews;
  }

  register(): Disposable {
    const view = this.owned.add(
      vscode.window.createTreeView(viewIds.metrics, { treeDataProvider: this }),
    );
    this.owned.add(
      this.reviews.onDidChange(() => {
        const count = this.reviews.wanting;
        const noun = count === 1 ? 'metric wants' : 'metrics want';
        view.badge = count === 0 ? undefined : { value: count, tooltip: `${count} ${noun} a look` };
        this.changes.fire(undefined);
      }),
    );
    this.owned.add(
      view.onDidChangeVisibility(({ visible }) => {
        this.reviews.isWatched = visible;
        if (visible) this.reviews.schedule();
      }),
    );
    this.owned.add(
      this.services.commands.register(commandIds.reviewMetrics, async () => {
        await vscode.commands.executeCommand(`${viewIds.metrics}.focus`);
        await this.reviews.refresh();
      }),
    );
    return this.owned;
  }

  async getChildren(node?: MetricNode): Promise<MetricNode[]> {
    const reviews = this.reviews.current ?? (await this.reviews.refresh());
    contentsAreKnown(viewIds.metrics);
    return [...rowsBelow(node, reviews)];
  }

  getTreeItem(node: MetricNode): vscode.TreeItem {
    switch (node.kind) {
      case 'suite': {
        const item = new vscode.TreeItem(
          basename(node.suite),
          vscode.TreeItemCollapsibleState.Expanded,
        );
        item.id = node.suite;
        item.iconPath = new vscode.ThemeIcon('checklist');
        item.contextValue = 'suite';
        return item;
      }
      case 'metric':
        return metricItem(node);
      case 'evidence': {
        const item = new vscode.TreeItem(node.text);
        item.tooltip = node.text;
        return item;
      }
      case 'retired': {
        const count = node.review.suite.retired.length;
        const item = new vscode.TreeItem('Retired', vscode.TreeItemCollapsibleState.Collapsed);
        item.id = `${node.suite}\nretired`;
        item.description = String(count);
        item.iconPath = new vscode.ThemeIcon('archive');
        return item;
      }
      case 'retired-metric': {
        const { id, on, reason, isRestorable, range } = node.retired;
        const item = new vscode.TreeItem(id);
        item.description = `${on}: ${reason}`;
        item.tooltip = `Retired on ${on}. ${reason}`;
        item.contextValue = isRestorable ? 'retired-metric' : 'retired-id';
        item.command = openAt(node.suite, toVsRange(range));
        return item;
      }
    }
  }
}

function metricItem(node: Extract<MetricNode, { kind: 'metric' }>): vscode.TreeItem {
  const { reviewed, review } = node;
  const { health, proposal } = reviewed;
  const item = new vscode.TreeItem(health.name, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `${node.suite}\n${health.metric}`;
  item.description = metricDescription(reviewed, review.reliability);
  item.accessibilityInformation = { label: spokenMetric(reviewed, review.reliability) };
  item.tooltip = [health.name, ...proposal.evidence].join('\n');
  item.iconPath = new vscode.ThemeIcon(icons[proposal.kind]);
  const metric = review.suite.metrics.find(({ id }) => id === health.metric);
  const isOwn = metric?.file === node.suite;
  item.contextValue = isOwn ? `metric.${proposal.kind}` : 'shared-metric';
  if (metric !== undefined) item.command = openAt(metric.file, toVsRange(metric.range));
  return item;
}

const icons: Readonly<Record<ProposalKind, string>> = {
  retire: 'archive',
  merge: 'git-merge',
  quarantine: 'mute',
  're-review': 'eye',
  keep: 'pass',
};

function openAt(path: string, { start }: vscode.Range): vscode.Command {
  const selection = new vscode.Range(start, start);
  return {
    command: 'vscode.open',
    title: 'Open',
    arguments: [vscode.Uri.file(path), { selection, preserveFocus: true }],
  };
}
