import * as vscode from 'vscode';
import type { Conversation } from '../../core/complaint/conversation.ts';
import { readConversation } from '../../core/complaint/readConversation.ts';
import { messageOf } from '../../core/errors.ts';
import { pathOf } from '../base/convert.ts';
import type { Services } from '../services.ts';

/** Shown in a new document to paste into; comment lines are not part of the conversation. */
const pasteHint =
  '<!-- Paste the conversation below: a transcript ("Customer: ..."), messages as JSON, a log line, or a trace. Then run "Micro Metrics: New Case from User Issue" again. -->\n';

/**
 * The conversation that a person complains about: given, selected, all of an unsaved document, or from the clipboard. Undefined where
 * there is none yet; then a document to paste it into is open.
 * @throws {EvalError} bad-file when what was selected is no conversation
 */
export async function conversationAtHand(
  given: unknown,
  { workspace }: Services,
): Promise<Conversation | undefined> {
  if (typeof given === 'string' && given.trim() !== '') return readConversation(given);
  const editor = vscode.window.activeTextEditor;
  const document = editor?.document;
  const path = document === undefined ? '' : pathOf(document.uri);
  const isOurs = workspace.kinds.isPrompt(path) || workspace.kinds.isSuite(path);
  if (editor !== undefined && !editor.selection.isEmpty) {
    const selected = editor.document.getText(editor.selection);
    if (!isOurs) return readConversation(selected);
    // A word of a prompt is selected by chance; a conversation among the cases of a suite is not.
    const found = quietly(() => readConversation(selected));
    if (found !== undefined && found.form !== 'reply') return found;
  }
  if (document?.isUntitled === true && !isOurs) {
    const text = document.getText().replace(/^<!--[\s\S]*?-->\s*/, '');
    if (text.trim() !== '') return readConversation(text);
  }
  const clipboard = (await vscode.env.clipboard.readText()).trim();
  const copied = clipboard.length > 20 ? quietly(() => readConversation(clipboard)) : undefined;
  const choice = await vscode.window.showQuickPick(
    [
      ...(copied === undefined
        ? []
        : [
            {
              label: '$(clippy) Use what was copied',
              detail: clipboard.replace(/\s+/g, ' ').slice(0, 120),
              value: copied,
            },
          ]),
      {
        label: '$(new-file) Paste it into a new document',
        detail: 'A transcript, messages as JSON, a log line, or a trace.',
        value: undefined,
      },
    ],
    {
      title: 'New Case from User Issue',
      placeHolder: 'Where is the conversation? (Or select it in an editor first.)',
      ignoreFocusOut: true,
    },
  );
  if (choice === undefined || choice.value !== undefined) return choice?.value;
  const empty = await vscode.workspace.openTextDocument({
    language: 'markdown',
    content: pasteHint,
  });
  const shown = await vscode.window.showTextDocument(empty);
  const end = empty.positionAt(pasteHint.length);
  shown.selection = new vscode.Selection(end, end);
  return undefined;
}

function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    // What lies in the clipboard is offered only where it can be used.
    void messageOf(error);
    return undefined;
  }
}
