import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type Backdrop,
  trendPicture,
  trendWords,
} from '../../../../src/core/views/trendPicture.ts';

/** Backgrounds of hovers in VS Code's default themes of each kind. */
const hovers: Readonly<Record<Backdrop, string>> = {
  light: '#f3f3f3',
  dark: '#252526',
  'high-contrast-light': '#ffffff',
  'high-contrast-dark': '#0c141f',
};

/** Relative luminance, WCAG 2.2. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

describe('trendPicture', () => {
  for (const backdrop of Object.keys(hovers) as Backdrop[]) {
    it(`can be told from the hovers of a ${backdrop} theme`, () => {
      const picture = trendPicture([1, 0.5], 1, backdrop);

      const colours = [...picture.matchAll(/(?:stroke|fill)="(#\w{6})"/g)].map(([, c]) => c ?? '');
      assert.ok(colours.length >= 4);
      for (const colour of colours) {
        assert.ok(contrast(colour, hovers[backdrop]) >= 3, `${colour} on ${hovers[backdrop]}`);
      }
    });
  }

  it('marks a version below the target by its shape too', () => {
    const picture = trendPicture([1, 0.5, 0.9], 0.9, 'light');

    assert.equal(picture.match(/<circle /g)?.length, 2);
    assert.equal(picture.match(/<rect /g)?.length, 1);
  });

  it('leaves a gap where nothing was scored', () => {
    const picture = trendPicture([1, null, 1], 1, 'dark');

    assert.equal(picture.match(/<circle /g)?.length, 2);
    assert.doesNotMatch(picture, /<path d="M[^"]*L/);
  });

  it('stays in its frame, whatever it is given', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.double({ noNaN: true }))), (rates) => {
        const picture = trendPicture(rates, 1, 'dark');

        assert.doesNotMatch(picture, /NaN|Infinity|"-/);
      }),
    );
  });
});

describe('trendWords', () => {
  it('says the picture in words', () => {
    assert.equal(
      trendWords([1, null, 2 / 3], 0.95),
      'Pass rate over 3 versions, oldest first: 100 %, not scored, 67 %. Target: 95 %.',
    );
  });
});
