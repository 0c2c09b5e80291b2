import assert from 'node:assert/strict';
import { panelHtml } from '../../../../src/vscode/comparePanel/panelHtml.ts';

describe('panelHtml', () => {
  const html = panelHtml({
    nonce: 'abc',
    cspSource: 'https://*.vscode-cdn.net',
    fileUri: (name) => `https://host/${name}`,
  });

  it('allows nothing but its own style and the script with the nonce', () => {
    assert.match(
      html,
      /content="default-src 'none'; style-src https:\/\/\*\.vscode-cdn\.net; script-src 'nonce-abc'"/,
    );
  });

  it('has nothing inline', () => {
    assert.doesNotMatch(html, /<style|style=|\son\w+=|<script[^>]*>[^<]/);
  });
});
