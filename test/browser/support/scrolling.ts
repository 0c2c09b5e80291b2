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
