/**
 * Characters that a reader would not see or that change how others are drawn, and commands to a terminal: controls, line and
 * paragraph separators, direction marks and overrides, soft hyphen, zero-width space and word joiner, byte order mark, tag
 * characters. Not tab and line feed. Joiners are none of them: Persian and emoji need them. No groups.
 */
export const hiddenCharacters =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u00ad\u180e\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/g;
