import assert from 'node:assert/strict';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { parseFragment } from 'parse5';
import { reportWith } from '../../../support/hostileReport.ts';
import { hostileTexts } from '../../../support/hostileText.ts';

/** As the preview of VS Code, and more forgiving: all HTML goes through, and addresses become links. */
const renderer = new MarkdownIt({ html: true, linkify: true });
renderer.linkify.set({ fuzzyLink: false });

interface Rendered {
  /** Elements with their attributes, in order. */
  readonly elements: readonly string[];
  readonly text: string;
}

function rendered(markdown: string): Rendered {
  const elements: string[] = [];
  let text = '';
  const walk = (node: object) => {
    if ('tagName' in node && typeof node.tagName === 'string') {
      const attributes = 'attrs' in node && Array.isArray(node.attrs) ? node.attrs : [];
      elements.push([node.tagName, ...attributes.map(({ name }) => String(name))].join(' '));
    }
    if ('value' in node && typeof node.value === 'string') text += node.value;
    if ('childNodes' in node && Array.isArray(node.childNodes)) node.childNodes.forEach(walk);
  };
  walk(parseFragment(renderer.render(markdown)));
  return { elements, text };
}

/** What nobody would see, or what changes how the rest is shown. */
const hidden =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\udb40[\udc00-\udc7f]/u;

describe('markdownReport of hostile text', () => {
  const calm = rendered(reportWith('text'));

  for (const [name, text] of Object.entries(hostileTexts)) {
    it(`shows it as text: ${name}`, () => {
      const markdown = reportWith(text);

      assert.deepEqual(rendered(markdown).elements, calm.elements);
      assert.doesNotMatch(markdown, hidden);
      assert.ok(markdown.isWellFormed());
      assert.ok(markdown.length < 60_000, `${markdown.length} characters`);
    });
  }

  it('has the same elements whatever the text is', function () {
    this.timeout(30_000);
    const signs = fc.constantFrom(
      ...'`*_~[]()<>|#&\\!-+=:;"\'$@/.{} \n\t',
      'a',
      '1',
      'www.',
      '://',
    );
    const texts = fc.oneof(
      fc.string({ unit: signs, maxLength: 40 }),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        assert.deepEqual(rendered(reportWith(text)).elements, calm.elements);
      }),
      { numRuns: 100 },
    );
  });

  it('still says what was written', () => {
    const { text } = rendered(reportWith('a<b> | `c` **d** [e](f) \u202eg'));

    assert.ok(text.includes('n a<b> | `c` **d** [e](f) \ufffdg'), text.slice(0, 500));
  });
});
