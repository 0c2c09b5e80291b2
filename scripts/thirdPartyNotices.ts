import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A package of which something is shipped, with the texts its licence asks to pass on. */
export interface ThirdParty {
  readonly name: string;
  readonly version: string;
  /** As the package states it, e.g. `MIT`. */
  readonly licence: string;
  readonly texts: readonly string[];
}

/** Packages whose data are written into the source, so that no bundler sees them. */
export const dataPackages = ['node_modules/eld', 'node_modules/franc-all'];

/** Folders of the packages that files of a build come from, sorted; `inputs` are paths as esbuild's metafile names them. */
export function packageFolders(inputs: readonly string[]): readonly string[] {
  // Group 1: the folder of the package, of several in one path the innermost.
  const FOLDER = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;
  const folders = inputs.map((path) => FOLDER.exec(path)?.[1]).filter((path) => path !== undefined);
  return [...new Set(folders)].sort();
}

/**
 * Reads name, version and licence of packages.
 * @throws {Error} where a package gives neither a text nor an author for a licence whose text is known
 */
export async function thirdPartiesIn(
  root: string,
  folders: readonly string[],
): Promise<readonly ThirdParty[]> {
  const found = await Promise.all(folders.map((folder) => thirdPartyIn(join(root, folder))));
  const byName = new Map(found.map((one) => [`${one.name} ${one.version}`, one]));
  return [...byName.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/** The notices as one text. */
export function thirdPartyText(packages: readonly ThirdParty[]): string {
  const entries = packages.map(({ name, version, licence, texts }) =>
    [`${name} ${version} (${licence})`, ...texts].join('\n\n'),
  );
  return `${[
    'Micro Metrics holds software and data of others, under these licences.',
    'The n-gram tables of its language identification are made from data of eld and franc-all, in another form.',
    ...entries,
  ].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;

async function thirdPartyIn(folder: string): Promise<ThirdParty> {
  const manifest: Manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const { name = folder, version = '' } = manifest;
  const files = (await readdir(folder)).filter((file) => LICENCE_FILE.test(file)).sort();
  const read = await Promise.all(
    files.map(async (file) => (await readFile(join(folder, file), 'utf8')).trim()),
  );
  const named = typeof manifest.license === 'string' ? manifest.license : 'see below';
  const licence = otherLicences[name] ?? named;
  return { name, version, licence, texts: read.length > 0 ? read : [standardText(manifest)] };
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: unknown;
  readonly author?: string | { readonly name?: string };
  readonly contributors?: readonly (string | { readonly name?: string })[];
}

function standardText({ name, license, author, contributors }: Manifest): string {
  const [holder] = [author, ...(contributors ?? [])].flatMap((one) => {
    const text = typeof one === 'string' ? one : one?.name;
    return text === undefined ? [] : [text.replace(/\s*[<(].*$/, '')];
  });
  const text = typeof license === 'string' ? standardTexts[license] : undefined;
  if (text === undefined || holder === undefined)
    throw new Error(
      `The package ${name} has no text of its licence. Add it to scripts/thirdPartyNotices.ts.`,
    );
  return `Copyright (c) ${holder}\n\n${text}`;
}

/** Of packages whose manifest names another one than the text that they ship. */
const otherLicences: Readonly<Record<string, string>> = { dotprompt: 'Apache-2.0' };

/** For packages that name a licence and ship no text of it. */
const standardTexts: Readonly<Record<string, string>> = {
  ISC: `Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted, provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.`,
  MIT: `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`,
};
