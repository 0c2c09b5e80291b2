/** How a page that scrolls did. */
export interface Scrolled {
  readonly longestTaskMs: number;
  readonly slowestFrameMs: number;
}

/** Scrolls on at every frame, 120 frames long: a screen further where a step is not given, in CSS pixels. */
export function scrolling(scroller: string, step = 1000): string {
  return `new Promise((done) => {
    const scroller = document.querySelector('${scroller}');
    let longestTaskMs = 0;
    new PerformanceObserver((list) => {
      for (const e of list.getEntries()) longestTaskMs = Math.max(longestTaskMs, e.duration);
    }).observe({ type: 'longtask' });
    let frames = 0, slowestFrameMs = 0, last = performance.now();
    const frame = (now) => {
      slowestFrameMs = Math.max(slowestFrameMs, now - last); last = now; frames++;
      scroller.scrollTop += ${step};
      if (frames < 120) requestAnimationFrame(frame); else done({ longestTaskMs, slowestFrameMs });
    };
    requestAnimationFrame(frame);
  })`;
}
