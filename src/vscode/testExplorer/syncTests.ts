import * as vscode from 'vscode';
import type { Breather } from '../../core/breather.ts';
import type { Range } from '../../core/text.ts';
import type { TestNode } from '../../core/views/testTree.ts';
import { visibleLine } from '../../panel/viewModel/visibleText.ts';
import { toVsRange } from '../base/convert.ts';

/** Makes a collection of tests as wanted. Tests that are there stay, and with them their results. */
export async function syncTests(
  controller: vscode.TestController,
  items: vscode.TestItemCollection,
  nodes: readonly TestNode[],
  now: (file: string, range: Range) => Range,
  breather: Breather,
): Promise<void> {
  const wanted = new Set(nodes.map(({ id }) => id));
  for (const [id] of items) if (!wanted.has(id)) items.delete(id);
  for (const [index, node] of nodes.entries()) {
    if (breather.isDue) await breather.pause();
    const item = itemFor(controller, items, node);
    const place = toVsRange(now(node.file, node.range));
    const range = new vscode.Range(place.start, place.start);
    if (item.range?.isEqual(range) !== true) item.range = range;
    const label = visibleLine(node.label);
    if (item.label !== label) item.label = label;
    if (item.description !== node.description) item.description = node.description;
    // In the order of the suite.
    const sortText = String(index).padStart(6, '0');
    if (item.sortText !== sortText) item.sortText = sortText;
    await syncTests(controller, item.children, node.children, now, breather);
  }
}

function itemFor(
  controller: vscode.TestController,
  items: vscode.TestItemCollection,
  node: TestNode,
): vscode.TestItem {
  const known = items.get(node.id);
  // A test cannot move to another file.
  if (known?.uri?.fsPath === vscode.Uri.file(node.file).fsPath) return known;
  const item = controller.createTestItem(node.id, node.label, vscode.Uri.file(node.file));
  items.add(item);
  return item;
}
