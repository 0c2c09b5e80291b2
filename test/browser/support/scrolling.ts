/** How a page that scrolls did. */
export interface Scrolled {
  readonly longestTaskMs: number;
  readonly slowestFrameMs: number;
}

/** Frames that a page is scrolled for. */
export const scrollFrames = 120;

/** Scrolls on at every frame: a screen further where a step is not given, in CSS pixels. */
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
      if (frames < ${scrollFrames}) requestAnimationFrame(frame); else done({ longestTaskMs, slowestFrameMs });
    };
    requestAnimationFrame(frame);
  })`;
}
