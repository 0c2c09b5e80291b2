import type { Browser } from 'playwright-core';
import { type Scrolled, scrolling } from '../../browser/support/scrolling.ts';
import { type Turn, turnOf } from '../../browser/support/turn.ts';
import { until } from '../../browser/support/until.ts';
import { type Wheel, wheel } from './wheel.ts';

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

/** What a page that does next to nothing takes. */
export interface Floor extends Scrolled, Wheel {
  readonly openMs: number;
  readonly turns: readonly Turn[];
}

/** What the machine and the browser take for the least that a list can do, and the thread of this process for nothing. */
export async function floorOf(browser: Browser): Promise<Floor> {
  const page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
  try {
    await page.setContent(plainPage);
    await until(page, 'window.firstRows > 0');
    const openMs = await page.evaluate<number>('window.firstRows');
    const { wheelFrameMs, wheelWorkMs } = await wheel(page);
    const [scrolled, turns] = await Promise.all([
      page.evaluate<Scrolled>(scrolling('.scroller')),
      plainTurns(),
    ]);
    return { openMs, wheelFrameMs, wheelWorkMs, ...scrolled, turns };
  } finally {
    await page.close();
  }
}

/**
 * A hundred turns of this thread that each work for 4 ms, as the panel's slices do, and leave behind what is collected in other
 * threads, which it waits for.
 */
async function plainTurns(): Promise<Turn[]> {
  const turns: Turn[] = [];
  let rows: { readonly id: string }[] = [];
  for (let turn = 0; turn < 100; turn++) {
    turns.push(
      turnOf(() => {
        rows = [];
        const end = performance.now() + 4;
        for (let at = 0; performance.now() < end; at++) rows.push({ id: `${turn}-${at}` });
      }),
    );
    await new Promise((done) => setTimeout(done, 0));
  }
  return rows.length > 0 ? turns : [];
}
