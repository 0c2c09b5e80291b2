import type { Browser } from 'playwright-core';
import { until } from '../../browser/support/until.ts';

/** How a page that scrolls did. */
export interface Scrolled {
  readonly longestTaskMs: number;
  readonly slowestFrameMs: number;
}

/** Scrolls a screen further at every frame, 120 frames long. */
export function scrolling(scroller: string): string {
  return `new Promise((done) => {
    const scroller = document.querySelector('${scroller}');
    let longestTaskMs = 0;
    new PerformanceObserver((list) => {
      for (const e of list.getEntries()) longestTaskMs = Math.max(longestTaskMs, e.duration);
    }).observe({ type: 'longtask' });
    let frames = 0, slowestFrameMs = 0, last = performance.now();
    const step = (now) => {
      slowestFrameMs = Math.max(slowestFrameMs, now - last); last = now; frames++;
      scroller.scrollTop += 1000;
      if (frames < 120) requestAnimationFrame(step); else done({ longestTaskMs, slowestFrameMs });
    };
    requestAnimationFrame(step);
  })`;
}

/** The page of a list of 5,000 plain lines of which those in sight are drawn, in one process and without a host. */
const plainPage = `<!DOCTYPE html><title>Floor</title>
<style>body { margin: 0 } .scroller { height: 100vh; overflow: auto } .line { height: 24px; overflow: clip; white-space: nowrap }</style>
<div class="scroller"><div class="before"></div><div class="lines"></div><div class="after"></div></div>
<script>
const [before, lines, after] = ['before', 'lines', 'after'].map((name) => document.querySelector('.' + name));
const scroller = document.querySelector('.scroller');
for (let at = 0; at < 60; at++) lines.append(Object.assign(document.createElement('div'), { className: 'line' }));
const draw = () => {
  const start = Math.max(0, Math.min(4940, Math.floor(scroller.scrollTop / 24) - 12));
  before.style.height = start * 24 + 'px';
  after.style.height = (4940 - start) * 24 + 'px';
  [...lines.children].forEach((line, at) => {
    line.textContent = 'unchanged  refund-' + (start + at) + '  production  Hello! Please reset the router: hold the button for ten seconds (manual, page 12).';
  });
};
scroller.addEventListener('scroll', draw);
draw();
requestAnimationFrame(() => { window.firstRows = performance.now(); });
</script>`;

/** What the machine and the browser take for the least that a list can do, and the thread of this process for nothing. */
export async function floorOf(
  browser: Browser,
): Promise<Scrolled & { readonly openMs: number; readonly hostMs: number }> {
  const page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
  try {
    await page.setContent(plainPage);
    await until(page, 'window.firstRows > 0');
    const openMs = await page.evaluate<number>('window.firstRows');
    const [scrolled, hostMs] = await Promise.all([
      page.evaluate<Scrolled>(scrolling('.scroller')),
      longestTurn(),
    ]);
    return { openMs, ...scrolled, hostMs };
  } finally {
    await page.close();
  }
}

/** Longest of 50 turns of this thread that each work for 6 ms, as the panel's slices do. */
async function longestTurn(): Promise<number> {
  let longest = 0;
  for (let turn = 0; turn < 50; turn++) {
    const start = performance.now();
    while (performance.now() - start < 6);
    longest = Math.max(longest, performance.now() - start);
    await new Promise((done) => setTimeout(done, 0));
  }
  return longest;
}
