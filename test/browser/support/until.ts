import type { Page } from 'playwright-core';

/**
 * Waits until an expression holds in the page, looking again at every frame: the page's policy forbids Playwright's own way,
 * which evaluates text.
 */
export async function until(page: Page, expression: string): Promise<void> {
  const look = `new Promise((done) => requestAnimationFrame(() => done(Boolean(${expression}))))`;
  const end = performance.now() + 30_000;
  while (!(await page.evaluate<boolean>(look))) {
    if (performance.now() > end) throw new Error(`Never true: ${expression}`);
  }
}
