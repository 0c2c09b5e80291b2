/** A name as an id: `Replies in the customer's language` becomes `replies-in-the-customers-language`. */
export function slug(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

/** The id itself, else with the first number from 2 on that makes it unique. */
export function uniqueId(id: string, isTaken: (id: string) => boolean): string {
  if (!isTaken(id)) return id;
  let number = 2;
  while (isTaken(`${id}-${number}`)) number++;
  return `${id}-${number}`;
}

/** Hands out ids. Numbering goes on where it stopped, so that thousands of one name need no search each. */
export class UniqueIds {
  private readonly taken = new Set<string>();
  private readonly next = new Map<string, number>();

  /** The id itself, else with the first number from 2 on that makes it unique. */
  take(id: string): string {
    let number = this.next.get(id) ?? 2;
    let unique = id;
    while (this.taken.has(unique)) unique = `${id}-${number++}`;
    this.next.set(id, number);
    this.taken.add(unique);
    return unique;
  }
}
