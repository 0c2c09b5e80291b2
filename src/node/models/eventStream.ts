/** One event of a `text/event-stream`. */
export interface StreamEvent {
  /** Empty where the stream names none. */
  readonly event: string;
  readonly data: string;
}

/**
 * Reads server-sent events from text that arrives in pieces (HTML Living Standard, section 9.2).
 * Ids and reconnection times are of no use here and left out.
 */
export class EventStreamReader {
  private readonly onEvent: (event: StreamEvent) => void;
  private rest = '';
  private event = '';
  private data: string | undefined;

  constructor(onEvent: (event: StreamEvent) => void) {
    this.onEvent = onEvent;
  }

  push(text: string): void {
    const all = this.rest + text;
    let start = 0;
    for (;;) {
      const end = all.indexOf('\n', start);
      if (end < 0) break;
      this.line(all.slice(start, all[end - 1] === '\r' && end > start ? end - 1 : end));
      start = end + 1;
    }
    this.rest = all.slice(start);
  }

  /** The stream has ended: a last event without its empty line still counts. */
  end(): void {
    if (this.rest !== '') this.line(this.rest);
    this.rest = '';
    this.line('');
  }

  private line(line: string): void {
    if (line === '') {
      if (this.data !== undefined) this.onEvent({ event: this.event, data: this.data });
      this.event = '';
      this.data = undefined;
      return;
    }
    if (line.startsWith('data:')) {
      const value = line.startsWith('data: ') ? line.slice(6) : line.slice(5);
      this.data = this.data === undefined ? value : `${this.data}\n${value}`;
    } else if (line.startsWith('event:')) {
      this.event = line.slice(6).trim();
    }
  }
}
