/** The look of an exported comparison: light, dark, high contrast and print; nothing is loaded. */
export const exportStyle = `
:root { color-scheme: light dark; --bad: #b3261e; --good: #1a7f37; --quiet: #59636e; --line: #d1d9e0; --add: #dafbe1; --del: #ffebe9; --back: #fff; --text: #1f2328; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff7b72; --good: #56d364; --quiet: #9198a1; --line: #3d444d; --add: #12361f; --del: #4c1b1b; --back: #0d1117; --text: #e6edf3; } }
@media (prefers-contrast: more) { :root { --quiet: var(--text); --line: currentColor; } }
body { margin: 0 auto; max-width: 1000px; padding: 24px 16px; color: var(--text); background: var(--back); font: 14px/1.5 system-ui, sans-serif; }
h1 { font-size: 20px; margin: 0 0 4px; } h2 { font-size: 16px; margin: 24px 0 8px; } h3 { font-size: 14px; margin: 12px 0 4px; }
p { margin: 4px 0; } .quiet { color: var(--quiet); } .bad { color: var(--bad); } .good { color: var(--good); }
table { border-collapse: collapse; width: 100%; } th, td { padding: 2px 12px 2px 0; text-align: start; vertical-align: top; font-weight: normal; }
thead th { color: var(--quiet); border-bottom: 1px solid var(--line); } .goal th { padding-top: 10px; font-weight: 600; } .number { font-variant-numeric: tabular-nums; white-space: nowrap; }
.text, .lines { font-family: ui-monospace, monospace; font-size: 13px; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; margin: 2px 0; }
.lines > div { padding: 0 8px; } .lines .added { background: var(--add); } .lines .removed { background: var(--del); } .gap { color: var(--quiet); }
ins { background: var(--add); text-decoration: none; } del { background: var(--del); } mark { color: inherit; background: none; border-bottom: 2px solid var(--bad); }
.sign { border: 1px solid var(--quiet); border-radius: 2px; font-size: 11px; unicode-bidi: isolate; direction: ltr; }
details { border-top: 1px solid var(--line); padding: 6px 0; } summary { cursor: pointer; overflow-wrap: anywhere; } details > :not(summary), details > .text { margin-inline-start: 16px; }
.lines ins, .lines del { font-weight: 700; }
svg { color: var(--quiet); } svg.regressed { color: var(--bad); } svg.improved { color: var(--good); }
ins, del { outline: 0 dashed; } @media (forced-colors: active) { ins, del { outline-width: 1px; } }
td { overflow-wrap: break-word; }
@media (max-width: 600px) {
  body { padding: 16px 12px; } details > :not(summary), details > .text { margin-inline-start: 8px; }
  thead { display: none; } tr, tbody, table { display: block; } .goal th { display: block; }
  .metric { display: grid; grid-template-columns: 1fr auto auto; column-gap: 8px; padding: 4px 0; } .metric td { padding: 0; }
  .metric .name, .metric .change { grid-column: 1 / -1; } .metric .name { order: -1; } .metric .now::before { content: '\\2192\\00a0'; }
}
@media print { body { max-width: none; } details { break-inside: avoid; } details::details-content { content-visibility: visible; } }
`;
