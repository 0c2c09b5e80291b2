import { metricTable } from '../../../../support/metricTable.ts';

describe('markdown-shape', () => {
  metricTable('markdown-shape', [
    ['bullets', { element: 'bullet', exactly: 3 }, '- a\n  * b\n+ c\n1. d', 'pass'],
    ['no bullets in code', { element: 'bullet', exactly: 0 }, '```\n- a\n```', 'pass'],
    ['bold is no bullet', { element: 'bullet', exactly: 0 }, '**a**\n---\n* * *', 'pass'],
    [
      'dashes and stars, simply',
      { element: 'bullet', exactly: 3, reading: 'simple' },
      '-a\n*b\n---\n+ c\n**d**',
      'pass',
    ],
    [
      'a lone star takes the next line, simply',
      { element: 'bullet', exactly: 1, reading: 'simple' },
      '*\n* a',
      'pass',
    ],
    [
      'bullets under Windows line ends',
      { element: 'bullet', exactly: 2 },
      '- a\r\n- ü\r\n',
      'pass',
    ],
    [
      'highlights',
      { element: 'highlight', exactly: 4 },
      '*a* **b c** __d__ _é_ 2*3*4 snake_case_name',
      'fail',
      { value: 0.8 },
    ],
    ['stars between spaces', { element: 'highlight', exactly: 0 }, '2 * 3 * 4', 'pass'],
    [
      'stars between spaces, simply',
      { element: 'highlight', exactly: 1, reading: 'simple' },
      '2 * 3 * 4',
      'pass',
    ],
    [
      'bold counts once, simply',
      { element: 'highlight', exactly: 2, reading: 'simple' },
      '**a** *b*',
      'pass',
    ],
    [
      'headings',
      { element: 'heading', exactly: 2 },
      '# a\n## b\n#tag',
      'pass',
      { evidence: ['# a', '## b'] },
    ],
    ['numbered items', { element: 'numbered-item', exactly: 2 }, '1. a\n2) b\n2026 c', 'pass'],
    ['a table', { element: 'table', exactly: 1 }, '| a | b |\n|---|:-:|\n| 1 | 2 |', 'pass'],
    [
      'code blocks, the last cut off',
      { element: 'code-block', exactly: 2 },
      '```\na\n```\n~~~\nb',
      'pass',
    ],
    ['links', { element: 'link', exactly: 2 }, '[a](b) <https://c.example> [d]', 'pass'],
    ['a quotation of two lines', { element: 'quote', exactly: 1 }, '> a\n> b\n\nc', 'pass'],
    ['rules', { element: 'rule', exactly: 2 }, '---\n* * *\n--', 'pass'],
    ['an empty reply', { element: 'bullet', max: 3 }, '', 'fail'],
  ]);
});

describe('sections', () => {
  metricTable('sections', [
    [
      'at line starts',
      { word: 'Section', exactly: 2 },
      '# Section 1\n**Section 2**\n',
      'pass',
      { evidence: ['Section 1', 'Section 2'] },
    ],
    [
      'mentions are none',
      { word: 'Section', exactly: 1 },
      'Section 1\nas Section 2 says\nSection 1',
      'pass',
    ],
    [
      'mentions, simply',
      { word: 'Section', exactly: 3, reading: 'simple' },
      'Section 1\nas Section2 says\nSection 1',
      'pass',
    ],
    ['case matters', { word: 'Section', min: 1 }, 'SECTION 1', 'fail', { value: 0 }],
    ['non-ASCII', { word: 'Überschrift', exactly: 1 }, 'Überschrift ١', 'pass'],
    ['a word of marks', { word: 'C++', exactly: 1 }, 'C++ 1', 'pass'],
    ['an empty reply', { word: 'Day', max: 3 }, '', 'fail'],
  ]);
});

describe('placeholders', () => {
  metricTable('placeholders', [
    ['some', { exactly: 2 }, '[name] und [Straße]', 'pass', { evidence: ['[name]', '[Straße]'] }],
    ['too few', { min: 2 }, '[name]', 'fail', { value: 0.5 }],
    [
      'links, notes and boxes are none',
      { exactly: 0 },
      '[a](b) [a][b]\n[^n] [1]\n- [x] done\n- [ ] todo',
      'fail',
      { value: 0 },
    ],
    [
      'links, notes and boxes of plain kind are none',
      { exactly: 0 },
      '[a](b)\n[1]\n- [x] done\n- [ ] todo',
      'pass',
    ],
    ['all brackets, simply', { exactly: 4, reading: 'simple' }, '[a](b) [1] [] [[c]]', 'pass'],
    ['none over lines, simply', { exactly: 0, reading: 'simple' }, '[a\nb]', 'pass'],
    ['curly brackets', { brackets: 'curly', exactly: 2 }, '{a} {{b}}', 'pass'],
    ['angle brackets', { brackets: 'angle', exactly: 1 }, '<your name>', 'pass'],
    ['an empty reply', { max: 3 }, '', 'fail'],
  ]);
});

describe('quotation', () => {
  metricTable('quotation', [
    ['straight marks', {}, ' "a" ', 'pass', { evidence: ['"', '"'] }],
    ['German marks', {}, '„a“', 'pass'],
    ['French marks', {}, '« a »', 'pass'],
    ['Japanese marks', {}, '「あ」', 'pass'],
    ['marks swapped', {}, '”a“', 'fail'],
    ['one mark', {}, '"', 'fail'],
    ['only the first', {}, '"a" b', 'fail', { evidence: ['b'] }],
    ['curly marks where straight ones are asked for', { marks: 'straight' }, '“a”', 'fail'],
    ['an empty reply', {}, '', 'fail'],
  ]);
});

describe('title', () => {
  metricTable('title', [
    [
      'angle brackets',
      { style: 'angle-brackets' },
      'x\n<<Über uns>>',
      'pass',
      { evidence: ['<<Über uns>>'] },
    ],
    ['empty angle brackets', { style: 'angle-brackets' }, '<<>>\n<< >> <<', 'fail', { value: 0 }],
    ['only brackets', { style: 'angle-brackets' }, '<<<>>>', 'fail'],
    ['over two lines', { style: 'angle-brackets' }, '<<a\nb>>', 'fail'],
    ['brackets swapped', { style: 'angle-brackets' }, '>>a<<', 'fail'],
    ['a heading', { style: 'heading' }, '# A', 'pass'],
    ['a heading of the second level', { style: 'heading' }, '## A', 'fail'],
    ['on the first line', { where: 'first-line' }, '\n# A\nb', 'pass'],
    ['not on the first line', { where: 'first-line' }, 'b\n# A', 'fail'],
    ['an empty reply', {}, '', 'fail'],
  ]);
});
