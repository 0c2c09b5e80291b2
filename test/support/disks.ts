import { spawnSync } from 'node:child_process';

/**
 * Disks that a program meets and nobody else: mounted in a namespace of its own, they are gone with it. Each gives the
 * command to put before the program; undefined where this machine cannot do that (only Linux can, and containers may
 * forbid it).
 */
export interface Disks {
  /** A folder that is there already becomes read-only. */
  readOnly(folder: string): readonly string[];
  /** A folder becomes an empty disk of a size. */
  small(folder: string, kilobytes: number): readonly string[];
}

/** Why a test that needs such disks is skipped. */
export const noDisks = 'this machine allows no mounts in a namespace';

export function findDisks(): Disks | undefined {
  const inNamespace = namespaces.find(([program = '', ...flags]) => {
    const probe = spawnSync(program, [
      ...flags,
      ...script('mount -t tmpfs none "$1"', '/tmp'),
      'true',
    ]);
    return probe.status === 0;
  });
  if (inNamespace === undefined) return undefined;
  return {
    readOnly: (folder) => [
      ...inNamespace,
      // The working folder would still be the one below the mount.
      ...script('mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && cd "$PWD"', folder),
    ],
    small: (folder, kilobytes) => [
      ...inNamespace,
      ...script(`mount -t tmpfs -o size=${kilobytes}k none "$1"`, folder),
    ],
  };
}

/** As a user without rights, else as one who has them. */
const namespaces: readonly (readonly string[])[] = [
  ['unshare', '--user', '--map-root-user', '--mount'],
  ['unshare', '--mount'],
];

/** Does something to a folder, then becomes the program that follows. */
function script(mount: string, folder: string): readonly string[] {
  return ['sh', '-c', `${mount} && shift && exec "$@"`, 'sh', folder];
}
