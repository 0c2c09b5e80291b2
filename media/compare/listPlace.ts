/** Where a list is, in CSS pixels. Kept, because asking the page for it in the midst of changes makes it lay out. */
export interface ListPlace {
  /** From the top of what scrolls to the first row. */
  readonly top: number;
  /** Of what is in sight. */
  readonly height: number;
  readonly scrollTop: number;
  /** Height of the filters where they stay in sight above the rows; else 0. */
  readonly sticky: number;
}

/** Where a list is in the element that scrolls it. */
export function listPlace(list: Element, scroller: Element): ListPlace {
  const { scrollTop, clientHeight: height } = scroller;
  const top = list.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scrollTop;
  const filters = list.previousElementSibling;
  const isSticky = filters !== null && getComputedStyle(filters).position === 'sticky';
  return {
    top,
    height,
    scrollTop,
    sticky: isSticky ? filters.getBoundingClientRect().height : 0,
  };
}

/** Whether a list is where it was, however far it is scrolled. */
export function isSamePlace(a: ListPlace | undefined, b: ListPlace): boolean {
  return a?.top === b.top && a.height === b.height && a.sticky === b.sticky;
}
