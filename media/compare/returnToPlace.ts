/** A page that is still too short by then is not what it was; in milliseconds. */
const longestMs = 5000;
/** By these a reader takes over. */
const ownMoves = ['wheel', 'keydown', 'pointerdown', 'touchstart'] as const;

/**
 * Scrolls to where the reader was. Open cases get their height one after the other, as their replies arrive: until the page is
 * long enough for the place it is gone to anew whenever the page has grown, unless the reader has gone on meanwhile.
 * @param top in CSS pixels
 * @param onEnd called once, when the place is reached or given up
 * @returns gives it up, because somebody leads elsewhere
 */
export function returnToPlace(scroller: Element, top: number, onEnd: () => void): () => void {
  let isOver = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    observer.disconnect();
    window.clearTimeout(longest);
    for (const move of ownMoves) window.removeEventListener(move, end, true);
    onEnd();
  };
  const go = () => {
    scroller.scrollTop = top;
    if (scroller.scrollTop >= top - 1) end();
  };
  const observer = new ResizeObserver(go);
  const longest = window.setTimeout(end, longestMs);
  for (const part of scroller.children) observer.observe(part);
  for (const move of ownMoves) window.addEventListener(move, end, { capture: true, passive: true });
  go();
  return end;
}
