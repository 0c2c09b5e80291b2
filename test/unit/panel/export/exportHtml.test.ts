import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from 'parse5';
import { exportHtml } from '../../../../src/panel/export/exportHtml.ts';
import {
  comparisonInput,
  firstRunInput,
  noRunInput,
  someTime,
  storyCases,
} from '../../../support/panel/inputs.ts';

/** Names of elements and attributes of a page, as a browser reads it. */
function namesIn(html: string): { elements: Set<string>; attributes: Set<string> } {
  const elements = new Set<string>();
  const attributes = new Set<string>();
  const walk = (node: object) => {
    if ('tagName' in node && typeof node.tagName === 'string') elements.add(node.tagName);
    if ('attrs' in node && Array.isArray(node.attrs))
      for (const { name } of node.attrs) attributes.add(String(name));
    if ('childNodes' in node && Array.isArray(node.childNodes)) node.childNodes.forEach(walk);
  };
  walk(parse(html));
  return { elements, attributes };
}

const known = namesIn(await exportHtml(comparisonInput(storyCases(40)), someTime));

describe('exportHtml', () => {
  it('has no script and loads nothing', () => {
    for (const name of ['script', 'img', 'link', 'iframe', 'object', 'a', 'form', 'base'])
      assert.ok(!known.elements.has(name), name);
    for (const name of known.attributes) assert.ok(!/^on|^src|^href|^style$/.test(name), name);
  });

  it('says what got worse, for which goal, and shows both replies', async () => {
    const page = await exportHtml(comparisonInput(storyCases(20)), someTime);

    for (const text of [
      '2 got worse',
      'Goal: Fewer escalations from customers who do not write English',
      'at risk',
      'Always reply in the language of the customer.',
      'german-fifth-turn',
      'Guten Tag! Bitte setzen Sie den Router',
      'Hello! ',
      'found English with high confidence',
    ])
      assert.ok(page.includes(text), text);
  });

  it('says how the run ended, what failed, and which models were asked', async () => {
    const error = 'The server answered 500.';
    const input = comparisonInput([{ id: 'broken', verdict: 'missing', error }]);
    const now = input.new;
    assert.ok(now?.run);
    const model = { provider: 'replay', name: 'november.jsonl', isSimulated: false };
    const run = { ...now.run, status: 'stopped' as const, model };

    const page = await exportHtml({ ...input, new: { ...now, run } }, someTime);

    for (const text of [
      'The run was stopped before its end.',
      '1 case with errors.',
      'model november.jsonl (recorded), of the old side simulated-small (simulated)',
      error,
    ])
      assert.ok(page.includes(text), text);
    assert.equal(/<summary><span[^>]*>[^<]*unchanged/.test(page), false);
  });

  it('shows any text as text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.constantFrom(
            '<script>alert(1)</script>',
            '</style></main><img src=x onerror=alert(1)>',
            '"><svg onload=alert(1)>',
            "' onmouseover='alert(1)",
            '<!--',
            ']]>',
            '\u202e<b>',
          ),
        ),
        async (text) => {
          const page = await exportHtml(
            comparisonInput([
              { id: `x${text}`, verdict: 'regressed', tags: [text], oldText: 'ok', newText: text },
            ]),
            someTime,
          );
          const { elements, attributes } = namesIn(page);
          for (const name of elements) assert.ok(known.elements.has(name) || name === 'br', name);
          for (const name of attributes)
            assert.ok(known.attributes.has(name) || name === 'title', name);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('stays small for a large suite, and says what is left out', async () => {
    const page = await exportHtml(comparisonInput(storyCases(5000)), someTime);

    assert.ok(page.length < 2_000_000, `${page.length}`);
    assert.match(page, /Not shown in full: [\d]+ unchanged/);
    assert.match(page, /\u2026 and \d+ more\./);
  });

  it('can be made of a first run, and of none', async () => {
    const first = await exportHtml(firstRunInput(storyCases(3)), someTime);
    assert.ok(first.includes('passes'));
    assert.ok((await exportHtml(noRunInput(), someTime)).includes('support.prompt.md'));
  });
});
