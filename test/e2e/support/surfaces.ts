import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chatReply, halfStream, startFaultyServer, status } from '../../support/faultyServer.ts';
import { breakExample } from './example.ts';
import { openWindow } from './session.ts';
import type { Workbench } from './workbench.ts';

/** What a window is like, and what can be seen in it then. */
export interface Scene {
  /** @param owned what has to be closed after the pictures */
  readonly open: (
    size: { width: number; height: number },
    owned: AsyncDisposableStack,
  ) => Promise<Workbench>;
  /** Brings something to sight; each begins with no menu, hover or question open. */
  readonly surfaces: Readonly<Record<string, (window: Workbench) => Promise<void>>>;
}

/** The views of the side bar from one on, the others folded. */
function views(...shown: readonly string[]) {
  return async (window: Workbench) => {
    // In a small window its icon is behind a menu.
    await window.command('View: Show Micro Metrics');
    const headers = window.page.locator('.sidebar .pane-header');
    for (const header of await headers.all()) {
      const title = (await header.locator('.title').innerText()).trim();
      const isOpen = (await header.getAttribute('aria-expanded')) === 'true';
      if (isOpen !== shown.includes(title)) await header.locator('.title').click();
    }
  };
}

const picker = '.quick-input-widget:visible .quick-input-list .monaco-list-row';

/** The example's regression, the prompt in front. */
const regression: Scene = {
  open: async (size) => {
    const window = await openWindow({ size });
    await breakExample(window);
    await window.editor.codeLenses().filter({ hasText: '4 failing cases' }).waitFor();
    return window;
  },
  surfaces: {
    sideBar: async (window) => {
      await views('Regressions', 'Prompts', 'Versions', 'Metrics')(window);
      await window.treeRows().first().waitFor();
    },
    metrics: async (window) => {
      await views('Metrics')(window);
      const row = window.treeRows().filter({ hasText: 'Replies in the customer' }).first();
      await row.click();
      await window.page.keyboard.press('ArrowRight');
      // Of a small window's list only what has room is drawn: the first line of the metric is.
      await window.page.keyboard.press('ArrowRight');
      const inside = window.page.locator(
        '.tree-explorer-viewlet-tree-view .monaco-list-row.focused',
      );
      await inside.and(window.page.locator('[aria-level="2"]')).waitFor();
    },
    nextStep: async (window) => {
      await views('Next Step')(window);
      await window.treeRows().filter({ hasText: 'Next: ' }).waitFor();
    },
    versions: async (window) => {
      await views('Versions')(window);
      await window.treeRows().filter({ hasText: 'oldest kept' }).click({ button: 'right' });
      await window.page.locator('.monaco-menu').waitFor();
    },
    tests: async (window) => {
      await window.command('View: Show Testing');
      const prompt = window.testRows().filter({ hasText: 'support.prompt.md' }).first();
      await prompt.waitFor();
      if ((await prompt.getAttribute('aria-expanded')) !== 'true') {
        await prompt.click();
        await window.page.keyboard.press('ArrowRight');
      }
      await window.testRows().filter({ hasText: 'Replies in the customer' }).waitFor();
    },
    testMessage: async (window) => {
      await window.command('Test: Peek Output');
      await window.page.locator('.peekview-widget .monaco-diff-editor').first().waitFor();
    },
    suite: async (window) => {
      await window.open('support.metrics.yaml');
      await window.editor.goTo(1);
      await window.editor.codeLenses().filter({ hasText: 'of 12' }).first().waitFor();
    },
    hoverCase: async (window) => {
      await window.open('support.metrics.yaml');
      await window.editor.goTo(97);
      const line = window.page.locator('.monaco-editor .view-line', { hasText: 'german-fifth' });
      await window.editor.hover(line.locator('span > span').nth(1));
    },
    hoverGap: async (window) => {
      await window.open('support.prompt.md');
      await window.editor.hover(window.editor.squiggles('error'));
    },
    hoverGuarded: async (window) => {
      const line = window.page.locator('.monaco-editor .view-line', { hasText: 'Never promise' });
      await window.editor.hover(line.locator('span > span').first());
    },
    quickFix: async (window) => {
      await window.open('support.prompt.md');
      await window.editor.goTo(1, 41);
      await window.page.keyboard.press('Control+.');
      await window.page.locator('.action-widget .monaco-list-row').first().waitFor();
    },
    marker: async (window) => {
      await window.editor.goTo(1);
      await window.page.keyboard.press('F8');
      await window.page.locator('.marker-widget').first().waitFor();
    },
    peek: async (window) => {
      await window.open('support.prompt.md');
      await window.editor.clickCodeLens('4 failing cases');
      await window.page.locator('.peekview-widget .monaco-list-row').nth(3).waitFor();
    },
    problems: async (window) => {
      await window.command('View: Focus Problems');
      await window.page.locator('.markers-panel .monaco-list-row').nth(1).waitFor();
    },
    compareWith: async (window) => {
      await window.command('Micro Metrics: Compare with...');
      await window.page.locator(picker).nth(2).waitFor();
    },
    walkthrough: async (window) => {
      await window.command('Micro Metrics: Get Started');
      await window.page.locator('.getting-started-step').first().waitFor();
    },
    walkthroughLast: async (window) => {
      await window.command('Micro Metrics: Get Started');
      await window.page.locator('.getting-started-step').nth(3).click();
      await window.page.locator('.getting-started-step').nth(3).getByRole('button').waitFor();
    },
  },
};

/** A folder in which nothing was made yet but a prompt. */
const beginning: Scene = {
  open: async (size) => {
    const window = await openWindow({
      size,
      prepare: (folder) => rm(join(folder, 'support.metrics.yaml')),
    });
    await window.open('support.prompt.md');
    await window.editor.codeLenses().filter({ hasText: 'no suite yet' }).waitFor();
    return window;
  },
  surfaces: {
    welcome: views('Regressions', 'Prompts', 'Versions', 'Metrics', 'Next Step'),
    welcomeMetrics: views('Versions', 'Metrics', 'Next Step'),
    chooseModel: async (window) => {
      await window.command('Micro Metrics: Choose Model');
      await window.page.locator(picker, { hasText: 'Simulated model' }).waitFor();
    },
    newCase: async (window) => {
      await window.command('Micro Metrics: New Case from User Issue');
      await window.page.locator('.quick-input-widget:visible').waitFor();
    },
    // Last: a draft is there from now on.
    draft: async (window) => {
      if (await window.page.locator('.tab[aria-label^="support.metrics.yaml"]').isVisible()) return;
      await window.open('support.prompt.md');
      await window.editor.clickCodeLens('no suite yet');
      await window.page.locator('.tab.active[aria-label^="support.metrics.yaml"]').waitFor();
    },
  },
};

const threeCases = (baseUrl: string) => `model: { provider: openai, name: m, base-url: ${baseUrl} }
metrics:
  - { id: good, name: Says something good, type: contains, value: good }
cases:
  - { id: first, turns: ['One?'] }
  - { id: second, turns: ['Two?'] }
  - { id: third, turns: ['Three?'] }
`;

/** Models that do not answer: always, for some cases of a second version, or never to an end. */
const trouble: Scene = {
  open: async (size, owned) => {
    const server = await startFaultyServer((response, request) => {
      const asked = JSON.stringify(request.body);
      const noWait = { 'retry-after-ms': '1' };
      if (request.path.startsWith('/slow')) return;
      if (request.path.startsWith('/down')) halfStream(response, request);
      else if (asked.includes('again') && !asked.includes('One?'))
        status(500, { message: 'The server is overloaded.' }, noWait)(response, request);
      else chatReply('good')(response, request);
    });
    owned.use(server);
    const window = await openWindow({
      size,
      prepare: async (folder) => {
        for (const name of ['down', 'part', 'slow']) {
          await writeFile(join(folder, `${name}.prompt.md`), 'Answer briefly.\n');
          await writeFile(
            join(folder, `${name}.metrics.yaml`),
            threeCases(`${server.origin}/${name}/v1`),
          );
        }
      },
    });
    await window.open('down.prompt.md');
    await window.editor.clickCodeLens('Run suite');
    await (await window.problems()).first().waitFor();
    await window.command('View: Hide Panel');
    await window.open('part.prompt.md');
    await window.editor.clickCodeLens('Run suite');
    await window.page.getByText('1 of 1 metrics pass').first().waitFor();
    await window.editor.clickLine(1);
    await window.editor.type(' Answer again.');
    await window.save();
    await window.page.getByText('2 cases could not run').first().waitFor();
    return window;
  },
  surfaces: {
    partPrompt: async (window) => {
      await views('Regressions', 'Prompts', 'Versions', 'Metrics')(window);
      await window.open('part.prompt.md');
      await window.editor.codeLenses().filter({ hasText: '2 cases could not run' }).waitFor();
    },
    partSuite: async (window) => {
      await window.open('part.metrics.yaml');
      await window.editor.codeLenses().first().waitFor();
    },
    partTests: async (window) => {
      await regression.surfaces.tests?.(window);
    },
    notifications: async (window) => {
      await window.open('down.prompt.md');
      await window.command('Notifications: Show Notifications');
    },
    stale: async (window) => {
      await window.open('part.prompt.md');
      await window.editor.clickLine(1);
      await window.editor.type(' ');
      await window.page.getByText('edited since').first().waitFor();
    },
    running: async (window) => {
      await window.open('slow.prompt.md');
      if (!/\d\/\d/.test(await window.statusText())) await window.editor.clickCodeLens('Run suite');
      await window.page.locator('.statusbar-item', { hasText: '0/3' }).first().waitFor();
    },
  },
};

export const scenes: Readonly<Record<string, Scene>> = { regression, beginning, trouble };
