import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../src/core/json.ts';
import { builtInMetrics } from '../../../../src/core/metrics/builtIn.ts';
import type { Files } from '../../../../src/core/ports.ts';
import { CaseMemory } from '../../../../src/core/suite/caseMemory.ts';
import { collectCases, readCases } from '../../../../src/core/suite/readCases.ts';
import { readSuite } from '../../../../src/core/suite/readSuite.ts';
import { memoryFiles } from '../../../support/memoryFiles.ts';
import { readable } from '../../../support/readable.ts';
import { smallRegistry as registry } from '../../../support/smallRegistry.ts';

async function read(name: string, text: string, suiteText = `cases:\n  - file: ${name}\n`) {
  const { value } = readSuite({ path: '/w/s.metrics.yaml', text: suiteText }, registry);
  assert.ok(value);
  const files = memoryFiles({ [`/w/${name}`]: text });
  const { cases, problems } = await collectCases(value, { files, registry, root: '/w' });
  return {
    cases,
    problems: problems.map((problem) =>
      readable(problem, problem.file === `/w/${name}` ? text : suiteText),
    ),
  };
}

describe('cases from JSONL', () => {
  it('reads a case per line, and numbers those without an id', async () => {
    const { cases, problems } = await read(
      'c.jsonl',
      '{"id":"a","tags":["x"],"variables":{"q":1},"turns":["Hi"],"expected":2}\n\n{"q":"Hi","expected":null}\n',
    );

    assert.deepEqual(problems, []);
    assert.deepEqual(
      cases.map(({ id, tags, variables, turns, expected, file, range }) => ({
        id,
        tags,
        variables,
        turns,
        expected,
        file,
        line: range.start.line,
      })),
      [
        {
          id: 'a',
          tags: ['x'],
          variables: { q: 1 },
          turns: ['Hi'],
          expected: 2,
          file: '/w/c.jsonl',
          line: 0,
        },
        {
          id: 'c-2',
          tags: [],
          variables: { q: 'Hi' },
          turns: [],
          expected: undefined,
          file: '/w/c.jsonl',
          line: 2,
        },
      ],
    );
  });

  it('reads metrics of a row', async () => {
    const { cases } = await read('c.jsonl', '{"metrics":[{"type":"contains","value":"x"}]}\n');

    assert.deepEqual(
      cases[0]?.metrics.map(({ id, parameters }) => [id, parameters]),
      [['contains', { value: 'x' }]],
    );
  });

  it('goes on after a bad row, and says which it is', async () => {
    const { cases, problems } = await read(
      'c.jsonl',
      '{bad\n[1]\n{"variables":{},"turn":[]}\n{"turns":3}\n{"q":1}\n',
    );

    assert.deepEqual(
      cases.map(({ id }) => id),
      ['c-5'],
    );
    assert.deepEqual(
      problems.map((problem) => problem.split(': ')[0]),
      [
        "1:1 error bad-json '{bad'",
        "2:1 error bad-value '[1]'",
        '3:1 error unknown-key \'{"variables":{},"turn":[]}\'',
        '4:1 error bad-value \'{"turns":3}\'',
      ].map((start) => start.split(': ')[0]),
    );
  });

  it('refuses keys that reach into objects', async () => {
    const { cases, problems } = await read(
      'c.jsonl',
      '{"variables":{"__proto__":{"polluted":1},"q":1}}\n',
    );

    assert.deepEqual(cases[0]?.variables, { q: 1 });
    assert.equal(problems.length, 1);
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  });
});

describe('cases from CSV', () => {
  const table: readonly (readonly [string, string, JsonObject])[] = [
    ['plain cells', 'q,p\na,b\n', { q: 'a', p: 'b' }],
    ['semicolons', 'q;p\na,1;b\n', { q: 'a,1', p: 'b' }],
    ['tabs', 'q\tp\na\tb\n', { q: 'a', p: 'b' }],
    ['quoted delimiters and quotes', 'q,p\n"a, ""x""",b\n', { q: 'a, "x"', p: 'b' }],
    ['a quoted text over several lines', 'q,p\n"a\n\nb",c\n', { q: 'a\n\nb', p: 'c' }],
    ['a quote inside a cell', 'q,p\n5" pipe,b\n', { q: '5" pipe', p: 'b' }],
    ['a byte order mark and Windows line ends', '\uFEFFq,p\r\na,b\r\n', { q: 'a', p: 'b' }],
    ['empty cells', 'q,p\n,b\n', { q: '', p: 'b' }],
    ['text that looks like a number', 'q,p\n007,1e3\n', { q: '007', p: '1e3' }],
    ['no line end at the end', 'q,p\na,b', { q: 'a', p: 'b' }],
  ];
  for (const [name, text, variables] of table)
    it(`reads ${name}`, async () => {
      const { cases, problems } = await read('c.csv', text);

      assert.deepEqual(problems, []);
      assert.deepEqual(
        cases.map((item) => item.variables),
        [variables],
      );
    });

  it('knows the columns of a case', async () => {
    const { cases, problems } = await read(
      'c.csv',
      'id,tags,expected,turns,messages,q\none,"a, b c",yes,"[""Hi"",""Bye""]","[{""role"":""user"",""content"":""x""}]",1\n,,,Hello,,2\n',
    );

    assert.deepEqual(problems, []);
    assert.deepEqual(
      cases.map(({ id, tags, expected, turns, messages, variables }) => ({
        id,
        tags,
        expected,
        turns,
        messages,
        variables,
      })),
      [
        {
          id: 'one',
          tags: ['a', 'b', 'c'],
          expected: 'yes',
          turns: ['Hi', 'Bye'],
          messages: [{ role: 'user', content: 'x' }],
          variables: { q: '1' },
        },
        {
          id: 'c-2',
          tags: [],
          expected: undefined,
          turns: ['Hello'],
          messages: [],
          variables: { q: '2' },
        },
      ],
    );
  });

  it('gives the lines of a row that goes over several', async () => {
    const { cases } = await read('c.csv', 'q\n"a\nbc"\nd\n');

    assert.deepEqual(
      cases.map(({ range }) => [range.start.line, range.end.line, range.end.column]),
      [
        [1, 2, 3],
        [3, 3, 1],
      ],
    );
  });

  const faults: readonly (readonly [string, string, string])[] = [
    [
      'a row with another number of columns',
      'q,p\na\n',
      "2:1 error bad-csv 'a': This row has 1 column, the header 2. Put texts that hold the delimiter in quotes.",
    ],
    [
      'a quote that is not closed',
      'q\n"a\nb\n',
      "2:1 error bad-csv '\"a\nb': This row is not CSV: a closing quote is missing.",
    ],
    [
      'a column twice',
      'q,q\na,b\n',
      "1:1 error bad-header 'q,q': The column 'q' stands twice in the header. Rename one.",
    ],
    [
      'a column without a name',
      'q,\na,b\n',
      "1:1 error bad-header 'q,': Column 2 of the header has no name. Name it, or remove the column.",
    ],
    [
      'a column that reaches into objects',
      'q,__proto__\na,b\n',
      "1:1 error bad-header 'q,__proto__': '__proto__' cannot be used as a column. Choose another name.",
    ],
    [
      'turns that are not JSON',
      'turns\n[x\n',
      '2:1 error bad-json \'[x\': \'turns\' must be a JSON list such as ["Hello", "And then?"].',
    ],
  ];
  for (const [name, text, problem] of faults)
    it(`reports ${name}`, async () => {
      const { problems } = await read('c.csv', text);

      assert.deepEqual(problems, [problem]);
    });
});

describe('cases from YAML', () => {
  it('reads a list, or the cases of a mapping', async () => {
    for (const text of [
      '- id: a\n- turns: [Hi]\n',
      'cases:\n  - id: a\n  - turns: [Hi]\n',
      '[{"id": "a"}, {"turns": ["Hi"]}]',
    ]) {
      const { cases, problems } = await read('c.yaml', text);

      assert.deepEqual(problems, []);
      assert.deepEqual(
        cases.map(({ id }) => id),
        ['a', 'c-2'],
      );
    }
  });

  it('puts mistakes at their place', async () => {
    const { problems } = await read('c.yaml', '- id: a\n  turn: [Hi]\n');

    assert.deepEqual(problems, [
      "2:3 error unknown-key 'turn': Unknown key 'turn' in the case. Did you mean 'turns'?",
    ]);
  });
});

describe('case files of a suite', () => {
  const text = (...patterns: readonly string[]) =>
    `cases:\n  - id: one\n${patterns.map((pattern) => `  - file: ${pattern}\n`).join('')}`;

  it('are found by globs, each once, after the inline cases', async () => {
    const { value } = readSuite(
      { path: '/w/a/s.metrics.yaml', text: text("'*.jsonl'", '../b/*.{csv,jsonl}', 'y.jsonl') },
      registry,
    );
    assert.ok(value);
    const files = memoryFiles({
      '/w/a/y.jsonl': '{"q":1}',
      '/w/a/x.jsonl': '{"q":1}',
      '/w/b/z.csv': 'q\n1',
      '/w/b/z.txt': '',
    });

    const { cases, problems } = await collectCases(value, { files, registry, root: '/w' });

    assert.deepEqual(problems, []);
    assert.deepEqual(
      cases.map(({ id }) => id),
      ['one', 'x-1', 'y-1', 'z-1'],
    );
  });

  it('are left without metrics that name a file outside the workspace, and go on', async () => {
    const suiteText = 'cases:\n  - file: c.jsonl\n';
    const { value } = readSuite({ path: '/w/s.metrics.yaml', text: suiteText }, builtInMetrics);
    assert.ok(value);
    const judge = { type: 'judge', prompt: '../secret.prompt.md' };
    const inside = { type: 'contains', value: 'x' };
    const files = memoryFiles({
      '/w/c.jsonl': JSON.stringify({ id: 'a', metrics: [judge, inside] }),
    });

    const context = { files, registry: builtInMetrics, root: '/w' };
    const { cases, problems } = await collectCases(value, context);

    assert.deepEqual(
      cases[0]?.metrics.map(({ type }) => type),
      ['contains'],
    );
    assert.deepEqual(
      problems.map(({ code, file }) => [code, file]),
      [['path-outside', '/w/c.jsonl']],
    );
  });

  it('may not repeat an id', async () => {
    const { cases, problems } = await read(
      'c.jsonl',
      '{"id":"one"}\n{"id":"two"}\n{"id":"two"}\n',
      text('c.jsonl'),
    );

    assert.deepEqual(
      cases.map(({ id }) => id),
      ['one', 'two'],
    );
    assert.deepEqual(problems, [
      '1:1 error duplicate-id \'{"id":"one"}\': The case id \'one\' is used a second time; the first is in line 2 of s.metrics.yaml. Give one of them another id.',
      '3:1 error duplicate-id \'{"id":"two"}\': The case id \'two\' is used a second time; the first is in line 2. Give one of them another id.',
    ]);
  });

  const faults: readonly (readonly [string, string])[] = [
    [
      'nope.csv',
      "3:11 error case-file-missing 'nope.csv': The case file 'nope.csv' does not exist (looked for nope.csv beside the suite). Create it, or correct the path.",
    ],
    [
      'nope/*.csv',
      "3:11 error case-file-missing 'nope/*.csv': No file matches 'nope/*.csv'. Paths are relative to the suite.",
    ],
    [
      '../x.csv',
      "3:11 error path-outside '../x.csv': '../x.csv' leads out of the workspace folder and is not read. Move the file into it.",
    ],
    [
      '/etc/*.csv',
      "3:11 error path-outside '/etc/*.csv': '/etc/*.csv' leads out of the workspace folder and is not read. Move the file into it.",
    ],
    [
      "'*/../../*.csv'",
      "3:11 error path-outside ''*/../../*.csv'': '*/../../*.csv' leads out of the workspace folder and is not read. Move the file into it.",
    ],
    [
      'c.parquet',
      "3:11 error case-file-kind 'c.parquet': 'c.parquet' is not a kind of case file. Use .jsonl, .csv, .yaml or .json.",
    ],
  ];
  for (const [pattern, problem] of faults)
    it(`reports ${pattern} and goes on`, async () => {
      const { cases, problems } = await read('c.jsonl', '{"id":"two"}', text(pattern, 'c.jsonl'));

      assert.deepEqual(problems, [problem]);
      assert.deepEqual(
        cases.map(({ id }) => id),
        ['one', 'two'],
      );
    });

  it('are read no further than asked for', async () => {
    const { value } = readSuite(
      { path: '/w/s.metrics.yaml', text: 'cases: [{ file: c.jsonl }]' },
      registry,
    );
    assert.ok(value);
    let lines = 0;
    const files = {
      ...memoryFiles({}),
      async *readLines() {
        for (;;) yield `{"q":${++lines}}`;
      },
    };

    for await (const row of readCases(value, { files, registry, root: '/w' }))
      if (row.case?.id === 'c-3') break;

    assert.equal(lines, 3);
  });
});

describe('cases from files with a map of their fields', () => {
  const suiteOf = (name: string, map: string) =>
    `cases:\n  - file: ${name}\n    map: ${map}\n    delimiter: '|'\n`;
  const brief = (cases: Awaited<ReturnType<typeof read>>['cases']) =>
    cases.map(({ id, tags, variables, turns, expected }) => ({
      id,
      tags,
      variables,
      turns,
      expected,
    }));

  it('takes what the map names, from columns with any delimiter', async () => {
    const { cases, problems } = await read(
      't.csv',
      'Nr|Product|Question|Answer|Topic\n7|Router X|Why, oh why?|Because.|a b\n|"Y|Z"|["Hi","And?"]||\n',
      suiteOf(
        't.csv',
        '{ id: Nr, variables.product: Product, turns: Question, expected: Answer, tags: Topic }',
      ),
    );

    assert.deepEqual(problems, []);
    assert.deepEqual(brief(cases), [
      {
        id: '7',
        tags: ['a', 'b'],
        variables: { product: 'Router X' },
        turns: ['Why, oh why?'],
        expected: 'Because.',
      },
      {
        id: 't-2',
        tags: [],
        variables: { product: 'Y|Z' },
        turns: ['Hi', 'And?'],
        expected: undefined,
      },
    ]);
  });

  it('follows dots into the values of JSON, and keeps the rest where asked to', async () => {
    const row = '{"a":{"b":[1,2]},"lang.code":"de","text":"Hi","more":true}';
    const map = '{ variables.n: a.b.1, id: lang.code, variables: "*" }';
    for (const [name, text] of [
      ['c.jsonl', `${row}\n`],
      ['c.json', `[${row}]`],
    ] as const) {
      const { cases, problems } = await read(name, text, suiteOf(name, map));

      assert.deepEqual(problems, []);
      assert.deepEqual(brief(cases), [
        {
          id: 'de',
          tags: [],
          variables: { n: 2, text: 'Hi', more: true },
          turns: [],
          expected: undefined,
        },
      ]);
    }
  });

  it('names a column that is not there, and lines of the map that mean nothing', async () => {
    const { cases, problems } = await read(
      't.csv',
      'Nr|Answr\n1|x\n',
      suiteOf('t.csv', '{ expected: Answer, turn: Nr }'),
    );

    assert.deepEqual(cases, []);
    assert.deepEqual(problems, [
      "1:1 error bad-header 'Nr|Answr': There is no column 'Answer', which 'map:' of the suite takes for 'expected'. Did you mean 'Answr'?",
    ]);
    const { problems: atSuite } = readSuite(
      { path: '/w/s.metrics.yaml', text: suiteOf('t.csv', '{ turn: Nr, variables: x, id: }') },
      registry,
    );
    assert.deepEqual(
      atSuite.map(({ code, message }) => `${code}: ${message}`),
      [
        "unknown-key: A case has no part 'turn'. Known are id, tags, expected, turns, messages, variables.<name> and variables.",
        `bad-value: Write 'variables.<name>: column' for each variable, or 'variables: "*"' for all columns that are not named otherwise.`,
        "bad-value: 'id' needs the name of a column.",
      ],
    );
  });
});

describe('cases that were read before', () => {
  const suiteOf = (name: string) => {
    const text = `cases:\n  - file: ${name}\n`;
    const { value } = readSuite({ path: '/w/s.metrics.yaml', text }, registry);
    assert.ok(value);
    return value;
  };

  /** A file whose text and stamp a test changes, and how often it was read. */
  function watched(name: string) {
    const disk = { text: '', stamp: '' as string | undefined, reads: 0 };
    const files: Files = {
      ...memoryFiles({ [`/w/${name}`]: '' }),
      readText: async () => {
        disk.reads++;
        return disk.text;
      },
      readLines: async function* () {
        disk.reads++;
        yield* disk.text.split('\n');
      },
      stamp: async () => disk.stamp,
    };
    const suite = suiteOf(name);
    const context = { files, registry, root: '/w', caseMemory: new CaseMemory() };
    const ids = async () => (await collectCases(suite, context)).cases.map(({ id }) => id);
    return { disk, ids };
  }

  it('are not read again while their file is as it was, at the same time neither', async () => {
    const { disk, ids } = watched('c.jsonl');
    disk.text = '{"id":"a"}';

    const both = await Promise.all([ids(), ids()]);
    const later = await ids();

    assert.deepEqual([...both, later], [['a'], ['a'], ['a']]);
    assert.equal(disk.reads, 1);
  });

  it('are read again when their file has changed', async () => {
    const { disk, ids } = watched('c.jsonl');
    disk.text = '{"id":"a"}';
    await ids();
    disk.text = '{"id":"b"}';
    disk.stamp = 'later';

    assert.deepEqual(await ids(), ['b']);
  });

  for (const [what, name, stamp] of [
    ['nothing is known of their file', 'c.jsonl', undefined],
    ['another memory keeps their text', 'c.yaml', ''],
  ] as const)
    it(`are read each time where ${what}`, async () => {
      const { disk, ids } = watched(name);
      disk.stamp = stamp;
      disk.text = '[{"id":"a"}]';
      await ids();

      await ids();

      assert.equal(disk.reads, 2);
    });

  it('are tried again when they could not be read', async () => {
    const memory = new CaseMemory();
    const suite = suiteOf('c.jsonl');
    await assert.rejects(memory.collect(suite, 's', () => Promise.reject(new Error('broken'))));

    const found = await memory.collect(suite, 's', async () => ({ cases: [], problems: [] }));

    assert.deepEqual(found.cases, []);
  });
});
