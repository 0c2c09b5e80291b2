/**
 * How far the scoring of a log is: `12,000 replies, 15,300 a second`. The rate is left out before it says something.
 * @param replies scored so far
 */
export function scoringProgress(replies: number, elapsedMs: number): string {
  const count = `${inWords(replies)} ${replies === 1 ? 'reply' : 'replies'}`;
  if (elapsedMs < 200 || replies === 0) return count;
  const rate = (1000 * replies) / elapsedMs;
  return `${count}, ${inWords(rate < 100 ? Math.round(rate) : Math.round(rate / 100) * 100)} a second`;
}

function inWords(count: number): string {
  return count.toLocaleString('en-US');
}
