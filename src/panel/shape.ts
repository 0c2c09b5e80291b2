/** Where a check failed, for the log: filled in from the inside out. */
export interface Place {
  path: string;
}

/**
 * A check of an unknown value. Own and small instead of a schema library, because it is part of the
 * panel's bundle too. Members that a shape does not name are ignored.
 */
export type Shape<T> = (value: unknown, place?: Place) => value is T;

/** What a shape lets through. */
export type Checked<S> = S extends Shape<infer T> ? T : never;

export const string: Shape<string> = primitive((value) => typeof value === 'string');
/** Finite: what JSON and structured clone carry without loss of meaning. */
export const number: Shape<number> = primitive((value) => Number.isFinite(value));
export const boolean: Shape<boolean> = primitive((value) => typeof value === 'boolean');
/** An index or amount: a whole number from 0 on. */
export const count: Shape<number> = primitive(
  (value) => Number.isSafeInteger(value) && Number(value) >= 0,
);

export function literal<const T extends string | number | boolean>(
  ...allowed: readonly T[]
): Shape<T> {
  const known = new Set<unknown>(allowed);
  return primitive((value) => known.has(value));
}

export function nullable<T>(inner: Shape<T>): Shape<T | null> {
  return (value, place): value is T | null => value === null || inner(value, place);
}

export function optional<T>(inner: Shape<T>): Shape<T | undefined> {
  return (value, place): value is T | undefined => value === undefined || inner(value, place);
}

export function array<T>(item: Shape<T>, maxLength = 1_000_000): Shape<readonly T[]> {
  return (value, place): value is readonly T[] => {
    if (!Array.isArray(value) || value.length > maxLength) return false;
    return value.every((member, index) => item(member, place) || note(place, `[${index}]`));
  };
}

export function pair<T>(item: Shape<T>): Shape<readonly [T, T]> {
  const inner = array(item, 2);
  return (value, place): value is readonly [T, T] =>
    Array.isArray(value) && value.length === 2 && inner(value, place);
}

export function object<T extends object>(
  fields: {
    readonly [K in keyof T]-?: Shape<T[K]>;
  },
): Shape<Readonly<T>> {
  const checks: [string, Shape<unknown>][] = Object.entries(fields);
  return (value, place): value is Readonly<T> => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    return checks.every(
      ([name, check]) => check(Reflect.get(value, name), place) || note(place, `.${name}`),
    );
  };
}

/** A union told apart by its string `type`. */
export function tagged<T extends { readonly type: string }>(
  variants: {
    readonly [K in T['type']]: Shape<Extract<T, { readonly type: K }>>;
  },
): Shape<T> {
  const byType = new Map<unknown, Shape<T>>(Object.entries(variants));
  return (value, place): value is T => {
    if (typeof value !== 'object' || value === null) return false;
    const check = byType.get(Reflect.get(value, 'type'));
    return check === undefined ? note(place, '.type') : check(value, place);
  };
}

function primitive<T>(test: (value: unknown) => boolean): Shape<T> {
  return (value): value is T => test(value);
}

function note(place: Place | undefined, step: string): false {
  if (place !== undefined) place.path = step + place.path;
  return false;
}
