import type { Browser, Page } from 'playwright-core';
import type { RenderedRequest } from '../../../src/core/run/request.ts';
import type { PanelInput } from '../../../src/panel/source.ts';
import { FakeSource } from '../../support/panel/fakeSource.ts';
import { findBrowser, launchBrowser } from '../../support/vscode/browser.ts';
import { type OpenOptions, type OpenPanel, openPanel, PanelServer } from './panelPage.ts';

/** Opens panels for the tests of a suite. */
export interface Panels {
  readonly browser: Browser;
  /** Opens one on an input; it closes after the test. */
  open(
    input: PanelInput,
    options?: OpenOptions & {
      readonly requests?: ReadonlyMap<string, RenderedRequest> | undefined;
    },
  ): Promise<OpenPanel & { readonly source: FakeSource }>;
}

/** A browser and a server for the suite that calls it. */
export function usePanels(): Panels {
  let browser: Browser;
  let server: PanelServer;
  let opened: OpenPanel[] = [];

  before(async () => {
    browser = await launchBrowser(await findBrowser());
    server = await PanelServer.start();
  });
  afterEach(async () => {
    for (const panel of opened) await panel.close();
    opened = [];
  });
  after(async () => {
    await server?.dispose();
    await browser?.close();
  });

  return {
    get browser() {
      return browser;
    },
    async open(input, options = {}) {
      const source = new FakeSource(input, options.requests);
      const panel = await openPanel(browser, server, source, options);
      opened.push(panel);
      if (input.new !== undefined) await panel.page.waitForSelector('.case .case-id');
      return { ...panel, source };
    },
  };
}

/** Ids of the rows in sight or near, in their order. */
export function rowIds(page: Page): Promise<string[]> {
  return page.locator('.case .case-id').allInnerTexts();
}

export function activeId(page: Page): Promise<string> {
  return page.locator('.is-active .case-id').innerText();
}
