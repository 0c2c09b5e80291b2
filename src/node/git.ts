import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { basename, dirname } from '../core/path.ts';
import type { GitHistory, Git as GitPort, GitText } from '../core/ports.ts';

export interface GitOptions {
  /** Default `git`, looked up on the PATH. */
  readonly command?: string;
  /** Default 5000. */
  readonly timeLimitMs?: number;
}

/** A file of this size is no prompt, in bytes. */
const maxBytes = 5 * 1024 * 1024;

/**
 * Reads from the git repository that a file lies in. Only plumbing commands are run, which ask no pager, hook,
 * filter or signature program; what a hostile configuration could still have run is switched off.
 */
export class Git implements GitPort, GitHistory {
  private readonly command: string;
  private readonly timeLimitMs: number;

  constructor(options: GitOptions = {}) {
    this.command = options.command ?? 'git';
    this.timeLimitMs = options.timeLimitMs ?? 5000;
  }

  /** The commit that is checked out where a file lies; undefined without git, repository or commit. */
  async commitOf(path: string): Promise<string | undefined> {
    const found = await this.run(dirname(path), ['rev-parse', '--verify', '--quiet', 'HEAD']);
    const commit = found.type === 'done' ? found.output.trim() : '';
    return fullHash.test(commit) ? commit : undefined;
  }

  async show(path: string, name: string): Promise<GitText> {
    const folder = dirname(path);
    const isFork = name.endsWith('...');
    const ref = isFork ? name.slice(0, -'...'.length) : name;
    if (!plainRef.test(ref)) return { text: undefined, reason: `“${ref}” is no name of a commit.` };
    const inside = await this.run(folder, ['rev-parse', '--git-dir']);
    if (inside.type === 'failed')
      return { text: undefined, reason: `${folder} is not in a git repository.` };
    const verify = ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`];
    const commit = inside.type === 'done' ? await this.run(folder, verify) : inside;
    if (commit.type === 'failed')
      return { text: undefined, reason: `There is no commit, branch or tag “${ref}”.` };
    const from =
      isFork && commit.type === 'done'
        ? await this.run(folder, ['merge-base', commit.output.trim(), 'HEAD'])
        : commit;
    if (from.type === 'failed')
      return {
        text: undefined,
        reason: `No commit here is in both “${ref}” and the branch that is checked out. In a shallow clone, fetch the history first.`,
      };
    const blob =
      from.type === 'done'
        ? // `./` makes the name relative to the folder instead of the repository.
          await this.run(folder, ['cat-file', 'blob', `${from.output.trim()}:./${basename(path)}`])
        : from;
    if (blob.type === 'failed')
      return { text: undefined, reason: `${path} does not exist at “${ref}”.`, isAbsent: true };
    if (blob.type === 'unable') return { text: undefined, reason: blob.reason };
    const of = from.type === 'done' ? from.output.trim() : '';
    return { text: withoutMark(blob.output), commit: of };
  }

  async *textsOf(path: string): AsyncGenerator<string> {
    const blobs = new Set((await this.versionsOf(path)).map(({ blob }) => blob));
    for (const blob of blobs) {
      const found = await this.run(dirname(path), ['cat-file', 'blob', blob]);
      if (found.type === 'done') yield withoutMark(found.output);
    }
  }

  async commitsWith(path: string, texts: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    const wanted = new Map(texts.flatMap((text) => blobsOf(text).map((blob) => [blob, text])));
    for (const { commit, blob } of await this.versionsOf(path)) {
      const text = wanted.get(blob);
      if (text !== undefined && !found.has(text)) found.set(text, commit);
    }
    return found;
  }

  /** The last commits that changed a file, the newest first, with the name of its content in each that has it. */
  private async versionsOf(
    path: string,
  ): Promise<readonly { readonly commit: string; readonly blob: string }[]> {
    const folder = dirname(path);
    const name = basename(path);
    const list = ['rev-list', `--max-count=${maxCommits}`, 'HEAD', '--', name];
    const listed = await this.run(folder, ['--literal-pathspecs', ...list]);
    if (listed.type !== 'done') return [];
    const commits = listed.output.split('\n').filter((line) => fullHash.test(line));
    if (commits.length === 0) return [];
    const blobs = await this.run(
      folder,
      ['cat-file', '--batch-check=%(objectname)'],
      commits.map((commit) => `${commit}:./${name}\n`).join(''),
    );
    if (blobs.type !== 'done') return [];
    const names = blobs.output.split('\n');
    return commits.flatMap((commit, index) => {
      const blob = names[index] ?? '';
      return fullHash.test(blob) ? [{ commit, blob }] : [];
    });
  }

  private run(folder: string, args: readonly string[], input?: string): Promise<GitOutcome> {
    return new Promise((resolve) => {
      const child = execFile(
        this.command,
        [...safeSettings, '-C', folder, ...args],
        {
          // Not the folder itself: Windows looks for programs there first.
          cwd: homedir(),
          env: safeEnvironment(),
          encoding: 'utf8',
          timeout: this.timeLimitMs,
          killSignal: 'SIGKILL',
          maxBuffer: maxBytes,
          windowsHide: true,
        },
        (error, output) => resolve(this.outcomeOf(error, output)),
      );
      // A program that ends before it has read all of it is no error of ours.
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(input ?? '');
    });
  }

  private outcomeOf(error: unknown, output: string): GitOutcome {
    if (!(error instanceof Error)) return { type: 'done', output };
    const code = 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return { type: 'unable', reason: 'git is not installed.' };
    if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
      return { type: 'unable', reason: 'The file is larger than 5 MiB.' };
    if ('killed' in error && error.killed === true)
      return { type: 'unable', reason: `git took longer than ${this.timeLimitMs / 1000} s.` };
    return { type: 'failed' };
  }
}

type GitOutcome =
  | { readonly type: 'done'; readonly output: string }
  /** git ran and said no. */
  | { readonly type: 'failed' }
  | { readonly type: 'unable'; readonly reason: string };

/** Commits of a file that are looked at. */
const maxCommits = 200;

/** How git may have stored a text: as it is, or with its line ends made plain; in both kinds of repository. */
function blobsOf(text: string): readonly string[] {
  const plain = text.replaceAll('\r\n', '\n');
  const bodies = [...new Set([text, plain, `\ufeff${text}`])].map((body) => Buffer.from(body));
  return bodies.flatMap((body) =>
    ['sha1', 'sha256'].map((kind) =>
      createHash(kind).update(`blob ${body.length}\0`).update(body).digest('hex'),
    ),
  );
}

/** A text without its byte order mark. */
function withoutMark(text: string): string {
  return text.replace(/^\ufeff/, '');
}

const fullHash = /^[0-9a-f]{40,64}$/;

/** A name that cannot be taken for an option, a path or a range; `~`, `^` and `@{1}` are fine. No groups. */
const plainRef = /^(?!-)(?!.*\.\.)[^\s:\u0000-\u001f\u007f]{1,250}$/;

/** Settings that could name a program to run, overruled. */
const safeSettings: readonly string[] = [
  '--no-pager',
  '--no-optional-locks',
  ...['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'core.askPass=', 'protocol.allow=never'],
].flatMap((part) => (part.startsWith('--') ? part : ['-c', part]));

/** The environment without what would lead git elsewhere, and with nothing fetched or asked. */
function safeEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !name.toUpperCase().startsWith('GIT_'),
  );
  return {
    ...Object.fromEntries(own),
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: '',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  };
}
