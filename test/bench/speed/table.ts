import type { SpeedFigure } from './figure.ts';

/** The figures as a table that people read. */
export function table(figures: readonly SpeedFigure[]): string {
  const rows = figures.map((figure) => [
    figure.holds ? 'holds' : 'FAILS',
    figure.what,
    `${figure.measured} ${figure.unit}`,
    figure.limit === undefined ? '' : `at most ${figure.limit} ${figure.unit}`,
    figure.floor === undefined ? '' : `floor ${figure.floor} (${figure.floorIs})`,
    figure.ratio === undefined || figure.unit === 'x' ? '' : `${figure.ratio} x`,
  ]);
  const widths = [0, 1, 2, 3, 4, 5].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
