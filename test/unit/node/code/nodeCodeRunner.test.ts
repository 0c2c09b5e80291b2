import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonValue } from '../../../../src/core/json.ts';
import type { CodeCall } from '../../../../src/core/metrics/means.ts';
import { NodeCodeRunner } from '../../../../src/node/code/nodeCodeRunner.ts';
import { FakeMeans, judgedBy } from '../../../support/fakeMeans.ts';
import { type Metric, replySample, shortOf } from '../../../support/metricSample.ts';

describe('custom code', () => {
  let folder = '';
  let isAllowed = true;
  let runner: NodeCodeRunner;
  const signal = new AbortController().signal;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'code-'));
    isAllowed = true;
    runner = new NodeCodeRunner({
      isAllowed: () => isAllowed,
      howToAllow: 'Allow it.',
      roots: () => [folder],
    });
  });

  afterEach(async () => {
    runner.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  function call(own: Partial<CodeCall>): CodeCall {
    return {
      kind: 'javascript',
      run: ['./m.js'],
      input: { reply: 'hello' },
      timeLimitMs: 5_000,
      memoryMb: 64,
      ...own,
    };
  }

  async function runModule(code: string, own: Partial<CodeCall> = {}): Promise<JsonValue> {
    await writeFile(join(folder, 'm.js'), code);
    return runner.run(call(own), folder, signal);
  }

  const program = (code: string, own: Partial<CodeCall> = {}) =>
    runner.run(
      call({ kind: 'command', run: [process.execPath, '-e', code], ...own }),
      folder,
      signal,
    );

  it('runs the default export of a module', async () => {
    const code = 'export default ({ reply }) => ({ passed: reply === "hello", quotes: ["h"] });';

    assert.deepEqual(await runModule(code), { passed: true, quotes: ['h'] });
  });

  it('awaits a promise, and loads an edited module anew', async () => {
    assert.equal(await runModule('export default async () => 0.25;'), 0.25);
    assert.equal(await runModule('export default async () => 0.125; // edited'), 0.125);
  });

  const modules: readonly (readonly [
    what: string,
    code: string,
    own: Partial<CodeCall>,
    why: RegExp,
  ])[] = [
    [
      'throws',
      'export default () => { throw new Error("no luck"); };',
      {},
      /'m\.js' failed: no luck/,
    ],
    ['has a mistake', 'export default (', {}, /'m\.js' failed/],
    ['has no default export', 'export const score = 1;', {}, /no default export/],
    [
      'never ends',
      'export default () => { for (;;); };',
      { timeLimitMs: 100 },
      /longer than 100 ms/,
    ],
    [
      'never answers',
      'export default () => new Promise(() => {});',
      { timeLimitMs: 100 },
      /longer than/,
    ],
    ['leaves its worker', 'export default () => process.exit(0);', {}, /ended its worker/],
    [
      'eats memory',
      'export default () => { const all = []; for (;;) all.push(new Array(10000).fill({})); };',
      { memoryMb: 16, timeLimitMs: 60_000 },
      /more than 16 MB/,
    ],
  ];
  for (const [what, code, own, why] of modules)
    it(`says so when a module ${what}, and goes on with the next call`, async () => {
      await assert.rejects(runModule(code, own), (error) => {
        assert.ok(error instanceof Error && 'code' in error && error.code === 'bad-code');
        assert.match(error.message, why);
        return true;
      });

      assert.equal(await runModule('export default () => true; // fine'), true);
    });

  it('answers calls that were made together', async () => {
    await writeFile(join(folder, 'm.js'), 'export default ({ n }) => n / 10;');

    const answers = await Promise.all(
      [1, 2, 3].map((n) => runner.run(call({ input: { n } }), folder, signal)),
    );

    assert.deepEqual(answers, [0.1, 0.2, 0.3]);
  });

  it('shows code nothing of the environment', async () => {
    process.env.MICRO_METRICS_TEST_KEY = 'secret';
    try {
      const code = 'process.env.MICRO_METRICS_TEST_KEY ?? "nothing"';
      const read = `process.stdin.resume(); console.log(JSON.stringify(${code}))`;

      assert.equal(await runModule(`export default () => ${code};`), 'nothing');
      assert.equal(await program(read), 'nothing');
    } finally {
      delete process.env.MICRO_METRICS_TEST_KEY;
    }
  });

  it('gives a program JSON and takes JSON', async () => {
    const code =
      'let text = ""; process.stdin.on("data", (part) => (text += part)).on("end", () => ' +
      'console.log(JSON.stringify({ value: JSON.parse(text).reply.length / 10 })));';

    assert.deepEqual(await program(code), { value: 0.5 });
  });

  const programs: readonly (readonly [
    what: string,
    code: string,
    own: Partial<CodeCall>,
    why: RegExp,
  ])[] = [
    ['fails', 'console.error("broken"); process.exit(3)', {}, /exit code 3: broken/],
    ['writes nothing', '', {}, /wrote nothing/],
    ['writes no JSON', 'console.log("passed")', {}, /wrote no JSON/],
    ['hangs', 'setInterval(() => {}, 1000)', { timeLimitMs: 200 }, /longer than 200 ms/],
    ['floods', 'for (;;) require("fs").writeSync(1, "x".repeat(65536))', {}, /more than 1 MB/],
    ['is not there', '', { run: ['no-such-program-here'] }, /could not be started/],
  ];
  for (const [what, code, own, why] of programs)
    it(`says so when a program ${what}`, async () => {
      await assert.rejects(program(code, own), (error) => {
        assert.ok(error instanceof Error && 'code' in error && error.code === 'bad-code');
        assert.match(error.message, why);
        return true;
      });
    });

  it('ends what a program started when its time is over', async () => {
    const child = 'setInterval(() => {}, 1000)';
    const code = `const { spawn } = require('child_process'); const fs = require('fs');
      const c = spawn(process.execPath, ['-e', ${JSON.stringify(child)}]);
      fs.writeFileSync('pid', String(c.pid)); setInterval(() => {}, 1000)`;

    await assert.rejects(program(code, { timeLimitMs: 1500 }), /longer than/);

    const { readFile } = await import('node:fs/promises');
    const pid = Number(await readFile(join(folder, 'pid'), 'utf8'));
    const isGone = async () => {
      for (;;) {
        const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') gone');
        if (/\) (?:gone|Z)/.test(state)) return true;
        await new Promise(setImmediate);
      }
    };
    assert.equal(await isGone(), true);
  });

  it('stops at once when it is aborted', async () => {
    const stop = new AbortController();
    const running = runner.run(
      call({ kind: 'command', run: [process.execPath, '-e', 'setInterval(() => {}, 1000)'] }),
      folder,
      stop.signal,
    );

    setImmediate(() => stop.abort());

    await assert.rejects(running, { code: 'aborted' });
  });

  it('runs nothing that is not allowed', async () => {
    isAllowed = false;

    await assert.rejects(runModule('export default () => true;'), {
      code: 'untrusted',
      message: /Allow it\./,
    });
    await assert.rejects(program('console.log(true)'), { code: 'untrusted' });
  });

  it('runs no module outside the workspace, by path or by link', async () => {
    const inner = join(folder, 'inner');
    await mkdir(inner);
    const narrow = new NodeCodeRunner({
      isAllowed: () => true,
      howToAllow: '',
      roots: () => [inner],
    });
    await writeFile(join(folder, 'outside.js'), 'export default () => true;');
    await symlink(join(folder, 'outside.js'), join(inner, 'link.js'));

    for (const name of ['../outside.js', './link.js', join(folder, 'outside.js')])
      await assert.rejects(narrow.run(call({ run: [name] }), inner, signal), {
        code: 'path-outside',
      });
    await assert.rejects(narrow.run(call({ run: ['./none.js'] }), inner, signal), {
      code: 'file-missing',
    });
  });
});

describe('a custom metric', () => {
  const rows: readonly (readonly [given: JsonValue, result: string, value?: number])[] = [
    [true, 'pass', 1],
    [false, 'fail', 0],
    [0.5, 'pass', 0.5],
    [0.4, 'fail', 0.4],
    [{ passed: true }, 'pass', 1],
    [{ value: 0.75, passed: false }, 'fail', 0.75],
    [{ skipped: 'Not for this one.' }, 'skipped'],
    [null, 'failed'],
    [2, 'failed'],
    ['pass', 'failed'],
    [{}, 'failed'],
    [{ passed: 'yes' }, 'failed'],
    [{ passed: true, extra: 1 }, 'failed'],
  ];
  for (const [given, result, value] of rows)
    it(`${result}: ${JSON.stringify(given)}`, async () => {
      const means = new FakeMeans(() => '');
      means.run = async () => given;

      const metrics: readonly Metric[] = [
        { type: 'javascript', file: './m.js' },
        { type: 'command', run: ['check'] },
      ];
      for (const metric of metrics) {
        const score = await judgedBy(means, metric, replySample('Hi'));
        assert.equal(shortOf(score), result, score.explanation);
        assert.equal(score.status === 'scored' ? score.value : undefined, value);
      }
    });

  it('fails with negate where the code was not run', async () => {
    const metric = { type: 'javascript', file: './m.js', negate: true };

    const score = await judgedBy(new FakeMeans(() => ''), metric, replySample('Hi'));

    assert.equal(score.status, 'failed');
  });
});
