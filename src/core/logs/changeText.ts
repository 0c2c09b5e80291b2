import type { ChangePoint } from './changePoint.ts';

/** `Fell on 2026-03-04: 95 % before, 70 % since (-25 points).` */
export function changeText({ day, before, after }: ChangePoint): string {
  const points = Math.round(after * 100) - Math.round(before * 100);
  const verb = points < 0 ? 'Fell' : 'Rose';
  const percent = (rate: number) => `${Math.round(rate * 100)} %`;
  const sign = points > 0 ? '+' : '';
  return `${verb} on ${day}: ${percent(before)} before, ${percent(after)} since (${sign}${points} points).`;
}
