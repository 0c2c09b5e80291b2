import type { SQLInputValue } from 'node:sqlite';

/** How much of the past is kept. */
export interface Retention {
  /** Completions that no run has used for so long, and runs older than that, go. */
  readonly days: number;
  /** Newest runs of each prompt that are kept. */
  readonly runsPerPrompt: number;
  /** Above this size the oldest runs and completions go, in bytes. */
  readonly maxBytes: number;
}

export const defaultRetention: Retention = {
  days: 90,
  runsPerPrompt: 200,
  maxBytes: 1024 ** 3,
};

/** What was removed. */
export interface Pruned {
  readonly runs: number;
  readonly completions: number;
  readonly versions: number;
}

type Row = Readonly<Record<string, unknown>>;

export interface PruneAccess {
  read(sql: string, ...values: SQLInputValue[]): Promise<readonly Row[]>;
  /** One piece of work in a transaction. */
  write(work: () => void): Promise<void>;
  /** Runs a statement inside `write`; gives the number of rows it changed. */
  change(sql: string, ...values: SQLInputValue[]): number;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly retention: Retention;
}

const dayMs = 86_400_000;
/** What metrics said is small, and its worth is in the long view: three years, and so many runs of each suite. */
const outcomeDays = 3 * 365;
const outcomesPerSuite = 2000;
/** Completions that one transaction removes. */
const completionsPerStep = 100;
/** Scores that one transaction removes. */
const scoresPerStep = 500;
/** Free pages given back to the file system in one transaction. */
const pagesPerStep = 200;

/** Removes what the retention no longer covers, in steps of a few milliseconds. */
export async function prune(access: PruneAccess): Promise<Pruned> {
  const { retention, now } = access;
  const before = now - retention.days * dayMs;
  const removable = await removableRuns(access);
  let runs = 0;
  for (const run of removable.filter(
    (run) => run.rank > retention.runsPerPrompt || run.time < before,
  ))
    runs += await removeRun(access, run.id);
  await removeUnfinished(access);
  await removeScores(access, before);
  let completions = await removeCompletions(access, before);
  // They can be made again, so they go before anything that cannot.
  if ((await usedBytes(access)) > retention.maxBytes) await removeScores(access, now);
  for (const { id } of removable) {
    if ((await usedBytes(access)) <= retention.maxBytes) break;
    runs += await removeRun(access, id);
  }
  while ((await usedBytes(access)) > retention.maxBytes) {
    const removed = await removeOldest(access);
    if (removed === 0) break;
    completions += removed;
  }
  const versions = await removeVersions(access, before);
  await removeOldOutcomes(access);
  await giveBack(access);
  return { runs, completions, versions };
}

interface RemovableRun {
  readonly id: string;
  readonly time: number;
  /** 1 for the newest of its prompt. */
  readonly rank: number;
}

/** Runs that may go, oldest first. */
async function removableRuns(access: PruneAccess): Promise<readonly RemovableRun[]> {
  const rows = await access.read(
    `SELECT * FROM (
       SELECT id, time,
         row_number() OVER (PARTITION BY prompt ORDER BY time DESC) AS rank,
         row_number() OVER (PARTITION BY prompt, suite, version ORDER BY time DESC) AS of_version
       FROM runs)
     WHERE of_version > 1 ORDER BY time`,
  );
  return rows.map((row) => ({
    id: String(row.id),
    time: Number(row.time),
    rank: Number(row.rank),
  }));
}

async function removeRun(access: PruneAccess, id: string): Promise<number> {
  let removed = 0;
  await access.write(() => {
    // Looked at in the same transaction: it may have been pinned a moment ago.
    const isFree = `id = ? AND NOT EXISTS (SELECT 1 FROM facts WHERE instr(value, ?) > 0)`;
    const name = JSON.stringify(id);
    access.change(
      `DELETE FROM run_parts WHERE body IN (SELECT body FROM runs WHERE ${isFree})`,
      id,
      name,
    );
    removed = access.change(`DELETE FROM runs WHERE ${isFree}`, id, name);
  });
  return removed;
}

/** Parts whose process ended before the run was complete. */
async function removeUnfinished(access: PruneAccess): Promise<void> {
  const rows = await access.read(
    'SELECT DISTINCT body FROM run_parts WHERE time < ? AND body NOT IN (SELECT body FROM runs)',
    access.now - dayMs,
  );
  for (const row of rows) {
    const body = String(row.body);
    await access.write(() => {
      access.change(
        'DELETE FROM run_parts WHERE body = ? AND NOT EXISTS (SELECT 1 FROM runs WHERE body = ?)',
        body,
        body,
      );
    });
  }
}

/** Scores made before a time, in milliseconds since 1970, by steps. */
async function removeScores(access: PruneAccess, before: number): Promise<void> {
  for (let removed = scoresPerStep; removed === scoresPerStep; ) {
    await access.write(() => {
      removed = access.change(
        `DELETE FROM scores WHERE (sample, metric) IN
           (SELECT sample, metric FROM scores WHERE time < ? LIMIT ?)`,
        before,
        scoresPerStep,
      );
    });
  }
}

/** Completions that were neither received nor part of a run since then. */
async function removeCompletions(access: PruneAccess, before: number): Promise<number> {
  const rows = await access.read(
    `SELECT key FROM completions WHERE time < ?
       AND NOT EXISTS (SELECT 1 FROM uses WHERE uses.key = completions.key AND uses.time >= ?)`,
    before,
    before,
  );
  const keys = rows.map((row) => String(row.key));
  for (let start = 0; start < keys.length; start += completionsPerStep)
    await removeKeys(access, keys.slice(start, start + completionsPerStep));
  return keys.length;
}

async function removeOldest(access: PruneAccess): Promise<number> {
  const rows = await access.read(
    'SELECT key FROM completions ORDER BY time LIMIT ?',
    completionsPerStep,
  );
  await removeKeys(
    access,
    rows.map((row) => String(row.key)),
  );
  return rows.length;
}

async function removeKeys(access: PruneAccess, keys: readonly string[]): Promise<void> {
  const list = JSON.stringify(keys);
  await access.write(() => {
    for (const table of ['completions', 'uses'])
      access.change(`DELETE FROM ${table} WHERE key IN (SELECT value FROM json_each(?))`, list);
  });
}

/** Old versions without a run, but for the newest of each prompt. */
async function removeVersions(access: PruneAccess, before: number): Promise<number> {
  let removed = 0;
  await access.write(() => {
    removed = access.change(
      `DELETE FROM versions WHERE time < ?
         AND NOT EXISTS (SELECT 1 FROM runs WHERE runs.prompt = versions.prompt AND runs.version = versions.id)
         AND EXISTS (SELECT 1 FROM versions AS newer WHERE newer.prompt = versions.prompt AND newer.time > versions.time)`,
      before,
    );
  });
  return removed;
}

async function removeOldOutcomes(access: PruneAccess): Promise<void> {
  const before = access.now - outcomeDays * dayMs;
  await access.write(() => {
    access.change('DELETE FROM events WHERE time < ?', before);
    access.change(
      `DELETE FROM outcomes WHERE time < ? OR run IN (
         SELECT run FROM (
           SELECT run, row_number() OVER (PARTITION BY suite ORDER BY time DESC) AS rank FROM outcomes)
         WHERE rank > ?)`,
      before,
      outcomesPerSuite,
    );
  });
}

/** Bytes in use, free pages not counted. */
async function usedBytes(access: PruneAccess): Promise<number> {
  const pages = await pragma(access, 'page_count');
  const free = await pragma(access, 'freelist_count');
  return (pages - free) * (await pragma(access, 'page_size'));
}

/** Gives free pages back to the file system. */
async function giveBack(access: PruneAccess): Promise<void> {
  for (let free = await pragma(access, 'freelist_count'); free > 0; ) {
    // Read, not run: this pragma does one page per row that is fetched.
    await access.write(() => void access.change(`PRAGMA incremental_vacuum(${pagesPerStep})`));
    const left = await pragma(access, 'freelist_count');
    if (left >= free) return;
    free = left;
  }
}

async function pragma(
  access: PruneAccess,
  name: 'page_count' | 'freelist_count' | 'page_size',
): Promise<number> {
  const [row] = await access.read(`PRAGMA ${name}`);
  return Number(row?.[name] ?? 0);
}
