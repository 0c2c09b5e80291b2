import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../support/vscode/until.ts';
import { breakExample } from './support/example.ts';
import { openWindow } from './support/session.ts';
import type { Workbench } from './support/workbench.ts';

const replies = ['english-invoice', 'english-delivery', 'english-password'].map((id) =>
  JSON.stringify({ case: id, output: 'You get a refund. I guarantee it.' }),
);

/** A word of the state that the panel keeps, which VS Code stores a little later than the panel itself. */
const panelState = 'isPromptOpen';

describe('The sides of a comparison', () => {
  let window: Workbench;

  before(async () => {
    window = await openWindow({ prepare: committed });
    await breakExample(window);
    await window.page.keyboard.press('Control+Alt+m');
    await shows(/^Now$/, /^Previous version \d\d:\d\d$/);
  });

  /** The example in a repository, with recorded replies beside it. */
  async function committed(folder: string): Promise<void> {
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
        cwd: folder,
      });
    git('init', '--quiet', '--initial-branch', 'main');
    git('add', '.');
    git('commit', '--quiet', '--message', 'first');
    await writeFile(join(folder, 'replies.jsonl'), `${replies.join('\n')}\n`);
  }

  const side = (which: 'old' | 'new') => window.panel().getByTitle(`Choose the ${which} side`);

  /** Waits until the header names both sides so. */
  async function shows(now: RegExp, old: RegExp): Promise<void> {
    const named = async (which: 'old' | 'new') =>
      (await side(which).innerText()).replaceAll(/\s+/g, ' ').trim();
    await until(
      `${now} beside ${old}`,
      async () => now.test(await named('new')) && old.test(await named('old')),
      { timeoutMs: 30_000, everyMs: 100 },
    );
  }

  /** Chooses a side by keyboard: the row that the words lead to. */
  async function choose(which: 'old' | 'new', words: string): Promise<void> {
    await side(which).focus();
    await window.page.keyboard.press('Enter');
    const input = window.page.locator('.quick-input-widget input').first();
    await input.waitFor();
    await window.page
      .locator('.quick-input-list .monaco-list-row', { hasText: words })
      .first()
      .waitFor();
    await window.page.keyboard.type(words);
    await window.page
      .locator('.quick-input-list .monaco-list-row.focused', { hasText: words })
      .first()
      .waitFor();
    await window.page.keyboard.press('Enter');
  }

  /** Answers the question that a choice leads to. A dialog for files may still put its own proposal in the place of what is typed. */
  async function answer(title: string, text: string): Promise<void> {
    const question = window.page.locator('.quick-input-title', { hasText: title });
    const input = window.page.locator('.quick-input-widget input').first();
    await question.waitFor();
    const give = async () => {
      if (!(await question.isVisible())) return true;
      await input.fill(text, { timeout: 2000 });
      await input.press('Enter');
      await question.waitFor({ state: 'hidden', timeout: 3000 });
      return true;
    };
    await until(`the answer to ${title}`, give, { timeoutMs: 30_000, everyMs: 200 });
  }

  const swap = () => window.panel().getByRole('button', { name: 'Swap the sides' }).click();

  it('are chosen by keyboard, each keeping the other', async () => {
    await choose('new', 'Commit, branch or tag');
    await answer('commit, branch or tag', 'main');
    // It is the text of the version before, which nobody chose: that gives way.
    await shows(/^main \([0-9a-f]{7}\)$/, /^Now$/);
    await window.screenshot('sides-1-git');

    await swap();
    await shows(/^Now$/, /^main \([0-9a-f]{7}\)/);
    await side('new').click();
    await window.page.getByText('shown now as new side, the present results').waitFor();
    await window.screenshot('sides-5-menu');
    await window.page.keyboard.press('Escape');
    // The text of main is that of the version before: what was said beside that stands.
    await window.panel().locator('.counts', { hasText: '1 got worse' }).waitFor();
    await swap();
    await shows(/^main \([0-9a-f]{7}\)/, /^Now$/);

    await choose('old', 'Recording');
    await answer('Choose recorded replies', join(window.folder, 'replies.jsonl'));
    await shows(/^main \([0-9a-f]{7}\)/, /^Recording replies\.jsonl$/);
    await window.panel().getByText('behind “Recording replies.jsonl” is not known').waitFor();
    await window.screenshot('sides-2-recording');
    assert.equal(await window.panel().locator('.prompt .row.added').count(), 0);
  });

  it('are there again after the window is loaded anew, and can be swapped', async () => {
    await window.reload(panelState);
    await shows(/^main \([0-9a-f]{7}\)/, /^Recording replies\.jsonl$/);

    await swap();
    await shows(/^Recording replies\.jsonl$/, /^main \([0-9a-f]{7}\)/);
    await window.screenshot('sides-3-swapped');

    await choose('new', 'Now');
    await shows(/^Now$/, /^main \([0-9a-f]{7}\)/);
  });

  it('fall back to the present, with a remedy, where bringing them back would take a call', async () => {
    const suite = join(window.folder, 'support.metrics.yaml');
    const text = await readFile(suite, 'utf8');
    const variables = '{ shop: Nordlicht, product: Router X }';
    const added = `  - variables: ${variables}\n    turns: [Where is my parcel?]\n`;
    await writeFile(suite, `${text}${added}`);
    await window.reload(panelState);

    await shows(/^Now$/, /^Previous version/);
    await window
      .panel()
      .getByText(
        /the prompt at main was compared\. 1 reply of .* Choose it again at the top to run/,
      )
      .waitFor();
    await window.screenshot('sides-4-lost');

    await choose('old', 'Commit, branch or tag');
    await answer('commit, branch or tag', 'main');
    await shows(/^Now$/, /^main \([0-9a-f]{7}\)/);
  });
});
