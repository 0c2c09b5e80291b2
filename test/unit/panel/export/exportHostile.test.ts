import assert from 'node:assert/strict';
import { parse } from 'parse5';
import { hiddenCharacters } from '../../../../src/core/hiddenCharacters.ts';
import { exportHtml } from '../../../../src/panel/export/exportHtml.ts';
import type { PanelInput } from '../../../../src/panel/source.ts';
import { hostileTexts } from '../../../support/hostileText.ts';
import {
  type CasePlan,
  comparisonInput,
  someTime,
  storySuite,
} from '../../../support/panel/inputs.ts';

/** A comparison that holds a text wherever it can hold one that is not the tool's. */
function inputWith(text: string): PanelInput {
  const suite = {
    goals: storySuite.goals.map((goal) => ({ ...goal, text: `${goal.text} ${text}` })),
    metrics: storySuite.metrics.map((item) => ({ ...item, name: `${item.name} ${text}` })),
  };
  const plans: readonly CasePlan[] = [
    { id: `moved ${text}`, verdict: 'regressed', tags: [text], oldText: 'old', newText: text },
    { id: `gone ${text}`, verdict: 'improved', oldText: text, newText: 'new', turns: [text, text] },
    { id: `failed ${text}`, verdict: 'missing', error: text },
  ];
  const input = comparisonInput(plans, suite, {
    title: text,
    notices: [text],
    causes: [{ line: 0, text }],
  });
  const { old, new: now } = input;
  assert.ok(old !== undefined && now !== undefined);
  return {
    ...input,
    old: { ...old, source: `old\n${text}`, version: { ...old.version, label: text } },
    new: { ...now, source: `${text}\nnew`, version: { ...now.version, label: text } },
  };
}

interface Page {
  readonly elements: ReadonlySet<string>;
  readonly attributes: ReadonlySet<string>;
  readonly text: string;
}

/** A page as a browser reads it. */
function read(html: string): Page {
  const elements = new Set<string>();
  const attributes = new Set<string>();
  let text = '';
  const walk = (node: object) => {
    if ('tagName' in node && typeof node.tagName === 'string') elements.add(node.tagName);
    if ('attrs' in node && Array.isArray(node.attrs))
      for (const { name } of node.attrs) attributes.add(String(name));
    if ('value' in node && typeof node.value === 'string') text += node.value;
    if ('childNodes' in node && Array.isArray(node.childNodes)) node.childNodes.forEach(walk);
  };
  walk(parse(html));
  return { elements, attributes, text };
}

describe('exportHtml of hostile text', () => {
  const all = ['text with room for evidence', 'text with room \u202efor evidence'].map((text) =>
    exportHtml(inputWith(text), someTime),
  );

  for (const [name, text] of Object.entries(hostileTexts)) {
    it(`shows it as text: ${name}`, async () => {
      const known = (await Promise.all(all)).map(read);
      const html = await exportHtml(inputWith(text), someTime);
      const page = read(html);

      const strange = (of: 'elements' | 'attributes') =>
        [...page[of]].filter((one) => !known.some((other) => other[of].has(one)));
      assert.deepEqual([strange('elements'), strange('attributes')], [[], []]);
      assert.equal(page.text.search(hiddenCharacters), -1);
      assert.ok(html.isWellFormed());
      assert.ok(html.length < 1_000_000, `${html.length} characters`);
    });
  }

  it('still says what was written', async () => {
    const { text } = read(await exportHtml(inputWith('<b>|`x`\u202e'), someTime));

    assert.ok(text.includes('moved <b>|`x`\u27e8U+202E\u27e9'));
  });
});
