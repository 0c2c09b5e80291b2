import { blame } from './blameFigures.ts';
import type { Figure } from './figure.ts';
import { finishedRuns, intervals, speed } from './fixedFigures.ts';
import { calls, detection, disturbances, falseAlarms, stableFirst } from './saveFigures.ts';
import { liveStops } from './streamFigures.ts';

const parts = [
  falseAlarms,
  finishedRuns,
  detection,
  calls,
  liveStops,
  disturbances,
  stableFirst,
  blame,
  intervals,
];

/** All figures. @param onPart told the name of each part and how many seconds it took */
export function measure(
  replications: number,
  onPart: (name: string, seconds: number) => void = () => undefined,
): readonly Figure[] {
  const figures = parts.flatMap((part) => {
    const begun = performance.now();
    const measured = part(replications);
    onPart(part.name, (performance.now() - begun) / 1000);
    return measured;
  });
  return [...figures, ...speed()];
}
