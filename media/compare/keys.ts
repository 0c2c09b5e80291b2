/** What a key asks for. */
export type KeyCommand =
  | 'next'
  | 'previous'
  | 'pageDown'
  | 'pageUp'
  | 'first'
  | 'last'
  | 'nextRegression'
  | 'previousRegression'
  | 'toggle'
  | 'enter'
  | 'diff'
  | 'open'
  | 'close'
  | 'filter'
  | 'escape';

/** Keys that act wherever the focus is, but in a field. */
const everywhere: ReadonlyMap<string, KeyCommand> = new Map([
  ['j', 'next'],
  ['k', 'previous'],
  ['n', 'nextRegression'],
  ['p', 'previousRegression'],
  ['d', 'diff'],
  ['/', 'filter'],
  ['Escape', 'escape'],
]);

/** Keys that act while the list itself has the focus. */
const inList: ReadonlyMap<string, KeyCommand> = new Map([
  ['ArrowDown', 'next'],
  ['ArrowUp', 'previous'],
  ['PageDown', 'pageDown'],
  ['PageUp', 'pageUp'],
  ['Home', 'first'],
  ['End', 'last'],
  ['Enter', 'enter'],
  [' ', 'toggle'],
  ['ArrowRight', 'open'],
  ['ArrowLeft', 'close'],
]);

/** The command of a key press, or undefined where the key keeps its own meaning. */
export function keyCommand(event: KeyboardEvent): KeyCommand | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return undefined;
  const target = event.target;
  if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) {
    if (event.key === 'Escape') return 'escape';
    return event.key === 'ArrowDown' && target instanceof HTMLInputElement ? 'next' : undefined;
  }
  const isList = target instanceof HTMLElement && target.getAttribute('role') === 'treegrid';
  // As in the diff editor.
  if (event.key === 'F7') return event.shiftKey ? 'previousRegression' : 'nextRegression';
  return (isList ? inList.get(event.key) : undefined) ?? everywhere.get(event.key);
}
