/**
 * Globs on paths: `**` any folders, `*` any characters of a name, `?` one, `{a,b}` either. Names that begin
 * with a dot are names like others, so that `.github/prompts` is found. An own matcher: Node's is experimental
 * before Node 24 and warns, and a regular expression made of a hostile glob could take for ever.
 */
export class Glob {
  private readonly patterns: readonly (readonly string[])[];

  constructor(glob: string) {
    this.patterns = expandBraces(glob).map((pattern) =>
      pattern.split('/').filter((part) => part !== '' && part !== '.'),
    );
  }

  /** Where a walk begins. */
  start(): GlobState {
    return this.patterns.map((_, pattern) => ({ pattern, part: 0 })).flatMap((at) => this.skip(at));
  }

  /** The state below a folder of this name; empty when nothing below it can match. */
  enter(state: GlobState, name: string): GlobState {
    const next = new Map<string, GlobPlace>();
    for (const { pattern, part } of state) {
      const text = this.patterns[pattern]?.[part];
      if (text === undefined) continue;
      const places =
        text === '**'
          ? this.skip({ pattern, part })
          : matchesName(text, name)
            ? this.skip({ pattern, part: part + 1 })
            : [];
      // A place is reached once, however many `**` lead to it.
      for (const place of places) next.set(`${place.pattern} ${place.part}`, place);
    }
    const entered = [...next.values()];
    return entered.every((place) => this.isEnd(place)) ? [] : entered;
  }

  /** Whether a file of this name matches. */
  matches(state: GlobState, name: string): boolean {
    return state.some(({ pattern, part }) => {
      const parts = this.patterns[pattern] ?? [];
      const rest = parts.slice(part);
      if (rest.length !== 1) return false;
      return rest[0] === '**' || matchesName(rest[0] ?? '', name);
    });
  }

  /** A place, and those behind it when `**` there stands for no folder at all. */
  private skip(place: GlobPlace): GlobState {
    const places = [place];
    let { part } = place;
    // The last `**` stands for at least the file itself.
    while (
      this.patterns[place.pattern]?.[part] === '**' &&
      this.patterns[place.pattern]?.[part + 1] !== undefined
    ) {
      part++;
      places.push({ pattern: place.pattern, part });
    }
    return places;
  }

  private isEnd({ pattern, part }: GlobPlace): boolean {
    return part >= (this.patterns[pattern]?.length ?? 0);
  }
}

interface GlobPlace {
  readonly pattern: number;
  readonly part: number;
}

/** All places in the patterns that a walk may be at. */
export type GlobState = readonly GlobPlace[];

/** More alternatives than this are not looked at. */
const maxAlternatives = 256;

function expandBraces(glob: string): readonly string[] {
  const done: string[] = [];
  const open = [glob];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    if (done.length + open.length >= maxAlternatives) return [...done, next];
    const braces = innermostBraces.exec(next);
    const choices = braces?.groups?.choices;
    if (!braces || choices === undefined) {
      done.push(next);
      continue;
    }
    const before = next.slice(0, braces.index);
    const after = next.slice(braces.index + braces[0].length);
    open.push(...choices.split(',').map((choice) => before + choice + after));
  }
  return [...new Set(done)];
}

/** Braces without braces in them. `choices`: what is between them. */
const innermostBraces = /\{(?<choices>[^{}]*)\}/;

/** Whether a name matches `*` and `?`: in time of at most their product, going back to the last `*` only. */
function matchesName(pattern: string, name: string): boolean {
  let at = 0;
  let star = -1;
  let starAt = 0;
  let i = 0;
  while (at < name.length) {
    if (pattern[i] === '*') {
      star = i++;
      starAt = at;
    } else if (i < pattern.length && (pattern[i] === '?' || pattern[i] === name[at])) {
      i++;
      at++;
    } else if (star >= 0) {
      i = star + 1;
      at = ++starAt;
    } else return false;
  }
  while (pattern[i] === '*') i++;
  return i === pattern.length;
}
