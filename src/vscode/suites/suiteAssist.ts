import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Completion } from '../../core/suite/assist/suiteAssist.ts';
import type { Contribution } from '../base/contribution.ts';
import { pathOf, toVsRange } from '../base/convert.ts';
import { loadReading } from '../files/loadReading.ts';
import type { Services } from '../services.ts';

const suites: vscode.DocumentSelector = { scheme: 'file', pattern: '**/*.metrics.{yaml,yml}' };

/** Completion and hover in suite files: keys, types of metrics with their documentation, goals, texts of the prompt. */
export class SuiteAssist implements Contribution {
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    const owned = new DisposableStore();
    owned.add(
      vscode.languages.registerCompletionItemProvider(
        suites,
        {
          provideCompletionItems: async (document, position, token) => {
            const { completionsAt, registry } = await assistance();
            const { workspace } = this.services;
            const prompts = await workspace.promptsOfSuite(pathOf(document.uri));
            if (token.isCancellationRequested) return undefined;
            const place = { line: position.line, column: position.character };
            return completionsAt(document.getText(), place, { registry, prompts }).map(itemOf);
          },
        },
        ' ',
        '-',
      ),
    );
    owned.add(
      vscode.languages.registerHoverProvider(suites, {
        provideHover: async (document, position) => {
          const { hoverAt, registry } = await assistance();
          const place = { line: position.line, column: position.character };
          const found = hoverAt(document.getText(), place, { registry, prompts: [] });
          return found && new vscode.Hover(markdown(found.text), toVsRange(found.range));
        },
      }),
    );
    return owned;
  }
}

/** Loaded when a suite is first worked on. */
async function assistance() {
  const { builtInMetrics, completionsAt, hoverAt } = await loadReading();
  return { completionsAt, hoverAt, registry: builtInMetrics };
}

function itemOf(completion: Completion): vscode.CompletionItem {
  const item = new vscode.CompletionItem(
    { label: completion.label, ...(completion.detail && { description: completion.detail }) },
    kindOf(completion.kind),
  );
  item.insertText = completion.text;
  item.range = toVsRange(completion.range);
  item.filterText = completion.text;
  item.sortText = String(completion.order).padStart(3, '0') + completion.label;
  if (completion.documentation !== undefined)
    item.documentation = markdown(completion.documentation);
  // After a key its values follow at once.
  if (completion.kind === 'key' && completion.text.endsWith(' '))
    item.command = { command: 'editor.action.triggerSuggest', title: 'Suggest' };
  return item;
}

function kindOf(kind: Completion['kind']): vscode.CompletionItemKind {
  switch (kind) {
    case 'key':
      return vscode.CompletionItemKind.Property;
    case 'type':
      return vscode.CompletionItemKind.Class;
    case 'value':
      return vscode.CompletionItemKind.EnumMember;
    case 'reference':
      return vscode.CompletionItemKind.Reference;
    case 'text':
      return vscode.CompletionItemKind.Text;
  }
}

/** Documentation holds no commands and no HTML, wherever it comes from. */
function markdown(text: string): vscode.MarkdownString {
  const content = new vscode.MarkdownString(text);
  content.isTrusted = false;
  content.supportHtml = false;
  return content;
}
