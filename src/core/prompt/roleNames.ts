import type { Role } from './message.ts';

const roleNames = new Map<string, Role>([
  ['system', 'system'],
  ['developer', 'developer'],
  ['user', 'user'],
  ['assistant', 'assistant'],
  ['model', 'assistant'],
  ['tool', 'tool'],
  ['function', 'tool'],
]);

/** The role that a word of any format means. */
export function roleOf(word: string): Role | undefined {
  return roleNames.get(word.toLowerCase());
}
