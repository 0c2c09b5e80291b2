/** What is used here of package.json. */
export interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly keybindings: readonly {
      readonly command: string;
      readonly key: string;
      readonly mac?: string;
    }[];
    readonly menus: Readonly<
      Record<string, readonly { readonly command: string; readonly when?: string }[]>
    >;
    readonly configuration: readonly {
      readonly title: string;
      readonly properties: Readonly<Record<string, Setting>>;
    }[];
  };
}

interface Setting {
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly description?: string;
  readonly markdownDescription?: string;
}

/** All settings in the order of the settings page, in Markdown. */
export function settingsTable({ contributes }: Manifest): string {
  const rows = contributes.configuration.flatMap(({ properties }) =>
    Object.entries(properties).map(
      ([id, setting]) =>
        `| \`${id}\` | ${shownDefault(setting.default)} | ${cell(meaning(setting))} |`,
    ),
  );
  return ['| setting | default | meaning |', '|---|---|---|', ...rows].join('\n');
}

/** All commands that the palette offers, with their keys, in Markdown. */
export function commandsTable({ contributes }: Manifest): string {
  const hidden = new Set(
    (contributes.menus.commandPalette ?? [])
      .filter(({ when }) => when === 'false')
      .map(({ command }) => command),
  );
  const keys = new Map(
    contributes.keybindings.map(({ command, key, mac }) => [
      command,
      [key, ...(mac === undefined ? [] : [mac])].map(shownKey).join(', '),
    ]),
  );
  const rows = contributes.commands
    .filter(({ command }) => !hidden.has(command))
    .map(
      ({ command, title }) => `| ${cell(title)} | \`${command}\` | ${keys.get(command) ?? ''} |`,
    );
  return ['| Micro Metrics: | id | keys |', '|---|---|---|', ...rows].join('\n');
}

/** What a setting is for, and its values where they are a choice. */
function meaning({ enum: choices, markdownDescription, description }: Setting): string {
  const values = (choices ?? []).filter((value) => value !== '').map((value) => `\`${value}\``);
  // The settings page makes links of `#names#`.
  const text = (markdownDescription ?? description ?? '').replaceAll(/`#([\w.]+)#`/g, '`$1`');
  return values.length === 0 ? text : `${text} ${values.join(', ')}.`;
}

function shownDefault(value: unknown): string {
  if (value === '' || value === undefined) return '';
  return `\`${typeof value === 'object' ? JSON.stringify(value) : String(value)}\``;
}

/** `ctrl+alt+m` as people write it. */
function shownKey(key: string): string {
  return `\`${key.replace(/(^|\+)\w/g, (start) => start.toUpperCase())}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
