import type { Page } from 'playwright-core';
import { type Scrolled, scrollFrames, scrolling } from '../../browser/support/scrolling.ts';

/** How a page did while a wheel turned over its list. */
export interface Wheel {
  /** Slowest of the frames by the clock; what else the machine does is in it. */
  readonly wheelFrameMs: number;
  /**
   * Processor time that the page's main thread takes for a frame: scripts, style, layout and painting. Other programs are not in
   * it; below 16.7 the list is scrolled at 60 frames a second.
   */
  readonly wheelWorkMs: number;
}

/** CSS pixels that a wheel moves a page by, fast turned. */
const wheelStep = 120;

/** Turns a wheel over a page's `.scroller`. */
export async function wheel(page: Page): Promise<Wheel & Pick<Scrolled, 'longestTaskMs'>> {
  const session = await page.context().newCDPSession(page);
  // The time domain is set before the first count, else it stays that of the clock.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const workedMs = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
  };
  const before = await workedMs();
  const { slowestFrameMs, longestTaskMs } = await page.evaluate<Scrolled>(
    scrolling('.scroller', wheelStep),
  );
  const wheelWorkMs = ((await workedMs()) - before) / scrollFrames;
  await session.detach();
  return { wheelFrameMs: slowestFrameMs, wheelWorkMs, longestTaskMs };
}
