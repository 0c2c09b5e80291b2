import type { HistoryFile } from './historyFile.ts';

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

/**
 * Removes what the retention no longer covers, in steps of a few milliseconds.
 *
 * @param now in milliseconds since 1970
 */
export async function prune(file: HistoryFile, now: number, retention: Retention): Promise<Pruned> {
  const before = now - retention.days * dayMs;
  const removable = await removableRuns(file);
  let runs = 0;
  for (const run of removable.filter(
    (run) => run.rank > retention.runsPerPrompt || run.time < before,
  ))
    runs += await removeRun(file, run.id);
  await removeUnfinished(file, now - dayMs);
  // Of processes that were killed, for calls that nobody made since.
  await file.write(() => void file.change('DELETE FROM leases WHERE until < ?', now - dayMs));
  await removeScores(file, before);
  let completions = await removeCompletions(file, before);
  // They can be made again, so they go before anything that cannot.
  if ((await usedBytes(file)) > retention.maxBytes) await removeScores(file, now);
  for (const { id } of removable) {
    if ((await usedBytes(file)) <= retention.maxBytes) break;
    runs += await removeRun(file, id);
  }
  while ((await usedBytes(file)) > retention.maxBytes) {
    const removed = await removeOldest(file);
    if (removed === 0) break;
    completions += removed;
  }
  const versions = await removeVersions(file, before);
  await removeOldOutcomes(file, now - outcomeDays * dayMs);
  await giveBack(file);
  return { runs, completions, versions };
}

interface RemovableRun {
  readonly id: string;
  readonly time: number;
  /** 1 for the newest of its prompt. */
  readonly rank: number;
}

/** Runs that may go, oldest first. */
async function removableRuns(file: HistoryFile): Promise<readonly RemovableRun[]> {
  const rows = await file.read(
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

async function removeRun(file: HistoryFile, id: string): Promise<number> {
  let removed = 0;
  await file.write(() => {
    // Looked at in the same transaction: it may have been pinned a moment ago.
    const isFree = `id = ? AND NOT EXISTS (SELECT 1 FROM facts WHERE instr(value, ?) > 0)`;
    const name = JSON.stringify(id);
    file.change(
      `DELETE FROM run_parts WHERE body IN (SELECT body FROM runs WHERE ${isFree})`,
      id,
      name,
    );
    removed = file.change(`DELETE FROM runs WHERE ${isFree}`, id, name);
  });
  return removed;
}

/** Parts whose process ended before the run was complete. */
async function removeUnfinished(file: HistoryFile, before: number): Promise<void> {
  const rows = await file.read(
    'SELECT DISTINCT body FROM run_parts WHERE time < ? AND body NOT IN (SELECT body FROM runs)',
    before,
  );
  for (const row of rows) {
    const body = String(row.body);
    await file.write(() => {
      file.change(
        'DELETE FROM run_parts WHERE body = ? AND NOT EXISTS (SELECT 1 FROM runs WHERE body = ?)',
        body,
        body,
      );
    });
  }
}

/** Scores made before a time, in milliseconds since 1970, by steps. */
async function removeScores(file: HistoryFile, before: number): Promise<void> {
  for (let removed = scoresPerStep; removed === scoresPerStep; ) {
    await file.write(() => {
      removed = file.change(
        `DELETE FROM scores WHERE (sample, metric) IN
           (SELECT sample, metric FROM scores WHERE time < ? LIMIT ?)`,
        before,
        scoresPerStep,
      );
    });
  }
}

/** Completions that were neither received nor part of a run since then. */
async function removeCompletions(file: HistoryFile, before: number): Promise<number> {
  const rows = await file.read(
    `SELECT key FROM completions WHERE time < ?
       AND NOT EXISTS (SELECT 1 FROM uses WHERE uses.key = completions.key AND uses.time >= ?)`,
    before,
    before,
  );
  const keys = rows.map((row) => String(row.key));
  for (let start = 0; start < keys.length; start += completionsPerStep)
    await removeKeys(file, keys.slice(start, start + completionsPerStep));
  return keys.length;
}

async function removeOldest(file: HistoryFile): Promise<number> {
  const rows = await file.read(
    'SELECT key FROM completions ORDER BY time LIMIT ?',
    completionsPerStep,
  );
  await removeKeys(
    file,
    rows.map((row) => String(row.key)),
  );
  return rows.length;
}

async function removeKeys(file: HistoryFile, keys: readonly string[]): Promise<void> {
  const list = JSON.stringify(keys);
  await file.write(() => {
    for (const table of ['completions', 'uses'])
      file.change(`DELETE FROM ${table} WHERE key IN (SELECT value FROM json_each(?))`, list);
  });
}

/** Old versions without a run, but for the newest of each prompt. */
async function removeVersions(file: HistoryFile, before: number): Promise<number> {
  let removed = 0;
  await file.write(() => {
    removed = file.change(
      `DELETE FROM versions WHERE time < ?
         AND NOT EXISTS (SELECT 1 FROM runs WHERE runs.prompt = versions.prompt AND runs.version = versions.id)
         AND EXISTS (SELECT 1 FROM versions AS newer WHERE newer.prompt = versions.prompt AND newer.time > versions.time)`,
      before,
    );
  });
  return removed;
}

async function removeOldOutcomes(file: HistoryFile, before: number): Promise<void> {
  await file.write(() => {
    file.change('DELETE FROM events WHERE time < ?', before);
    file.change(
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
async function usedBytes(file: HistoryFile): Promise<number> {
  const pages = await pragma(file, 'page_count');
  const free = await pragma(file, 'freelist_count');
  return (pages - free) * (await pragma(file, 'page_size'));
}

/** Gives free pages back to the file system. */
async function giveBack(file: HistoryFile): Promise<void> {
  for (let free = await pragma(file, 'freelist_count'); free > 0; ) {
    // Read, not run: this pragma does one page per row that is fetched.
    await file.write(() => void file.change(`PRAGMA incremental_vacuum(${pagesPerStep})`));
    const left = await pragma(file, 'freelist_count');
    if (left >= free) return;
    free = left;
  }
}

async function pragma(
  file: HistoryFile,
  name: 'page_count' | 'freelist_count' | 'page_size',
): Promise<number> {
  const [row] = await file.read(`PRAGMA ${name}`);
  return Number(row?.[name] ?? 0);
}
