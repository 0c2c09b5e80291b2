/** One acceptance figure: what was required and what came out. */
export interface Figure {
  readonly id: string;
  readonly what: string;
  readonly required: string;
  readonly measured: number;
  readonly holds: boolean;
  readonly replications: number;
}

/** A figure that must not exceed `limit`. */
export function atMost(
  id: string,
  what: string,
  measured: number,
  limit: number,
  replications: number,
): Figure {
  return figure(id, what, `<= ${limit}`, measured, measured <= limit, replications);
}

/** A figure that must reach `limit`. */
export function atLeast(
  id: string,
  what: string,
  measured: number,
  limit: number,
  replications: number,
): Figure {
  return figure(id, what, `>= ${limit}`, measured, measured >= limit, replications);
}

function figure(
  id: string,
  what: string,
  required: string,
  measured: number,
  holds: boolean,
  replications: number,
): Figure {
  return { id, what, required, measured: Number(measured.toFixed(4)), holds, replications };
}
