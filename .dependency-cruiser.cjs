/** Import rules: data flows one way, and the core stays free of editors, disks and networks. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^(src|media)/', pathNot: allowed },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    only('core-imports-core', '^src/core/', '^src/core/'),
    only('node-imports-core', '^src/node/', '^src/(core|node)/'),
    only('panel-imports-core', '^src/panel/', '^src/(core|panel)/'),
    only('cli-imports-core-and-node', '^src/cli/', '^src/(core|node|cli)/'),
    only('vscode-imports-core-and-panel', '^src/vscode/', '^src/(core|panel|vscode)/'),
    only('extension-does-not-import-cli', '^src/extension\\.ts$', '^src/(core|node|panel|vscode)/'),
    only(
      'media-imports-panel',
      '^media/',
      '^(media|src/panel|src/core/(compare|text)|src/core/text\\.ts)',
    ),
    {
      name: 'core-is-pure',
      comment:
        'The core has no disk, network or clock. A digest is a pure function, so hash.ts may use node:crypto.',
      severity: 'error',
      from: { path: '^src/core/', pathNot: '^src/core/hash\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'core-knows-no-openai',
      severity: 'error',
      from: { path: '^src/(core|panel)/' },
      to: { path: 'node_modules/openai' },
    },
    {
      name: 'vscode-only-in-its-folder',
      severity: 'error',
      from: { path: '^(src|media)/', pathNot: '^src/(vscode/|extension\\.ts$)' },
      to: { path: '^(vscode$|node_modules/@types/vscode)' },
    },
    {
      name: 'no-orphans',
      comment: 'A file that imports nothing and that nothing imports is left over.',
      severity: 'error',
      from: { orphan: true, path: '^(src|media)/', pathNot: '\\.d\\.ts$' },
      to: {},
    },
    {
      name: 'not-to-test',
      severity: 'error',
      from: { path: '^(src|media)/' },
      to: { path: '^(test|scripts)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
