import add from '@vscode/codicons/src/icons/add.svg';
import arrowDown from '@vscode/codicons/src/icons/arrow-down.svg';
import arrowSwap from '@vscode/codicons/src/icons/arrow-swap.svg';
import arrowUp from '@vscode/codicons/src/icons/arrow-up.svg';
import beaker from '@vscode/codicons/src/icons/beaker.svg';
import check from '@vscode/codicons/src/icons/check.svg';
import chevronDown from '@vscode/codicons/src/icons/chevron-down.svg';
import chevronRight from '@vscode/codicons/src/icons/chevron-right.svg';
import circleSlash from '@vscode/codicons/src/icons/circle-slash.svg';
import circleSmall from '@vscode/codicons/src/icons/circle-small.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import copy from '@vscode/codicons/src/icons/copy.svg';
import dash from '@vscode/codicons/src/icons/dash.svg';
import stop from '@vscode/codicons/src/icons/debug-stop.svg';
import diff from '@vscode/codicons/src/icons/diff.svg';
import discard from '@vscode/codicons/src/icons/discard.svg';
import ellipsis from '@vscode/codicons/src/icons/ellipsis.svg';
import error from '@vscode/codicons/src/icons/error.svg';
import exportIcon from '@vscode/codicons/src/icons/export.svg';
import goToFile from '@vscode/codicons/src/icons/go-to-file.svg';
import history from '@vscode/codicons/src/icons/history.svg';
import info from '@vscode/codicons/src/icons/info.svg';
import json from '@vscode/codicons/src/icons/json.svg';
import pass from '@vscode/codicons/src/icons/pass.svg';
import play from '@vscode/codicons/src/icons/play.svg';
import pulse from '@vscode/codicons/src/icons/pulse.svg';
import question from '@vscode/codicons/src/icons/question.svg';
import shield from '@vscode/codicons/src/icons/shield.svg';
import thumbsDown from '@vscode/codicons/src/icons/thumbsdown.svg';
import thumbsUp from '@vscode/codicons/src/icons/thumbsup.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import { html, type TemplateResult } from 'lit';
import type { IconName } from './iconName.ts';

const sources: { readonly [N in IconName]: string } = {
  arrowDown,
  arrowSwap,
  arrowUp,
  beaker,
  check,
  chevronDown,
  chevronRight,
  circleSlash,
  circleSmall,
  close,
  copy,
  dash,
  stop,
  diff,
  discard,
  ellipsis,
  add,
  thumbsUp,
  thumbsDown,
  export: exportIcon,
  error,
  goToFile,
  history,
  info,
  json,
  pass,
  play,
  pulse,
  question,
  shield,
  warning,
};

const outlines = new Map<IconName, string>();

/** An icon of the editor's own set, as decoration: the word beside it carries the meaning. */
export function icon(name: IconName, className = ''): TemplateResult {
  return html`<svg
    class="icon ${className}"
    viewBox="0 0 16 16"
    width="16"
    height="16"
    aria-hidden="true"
    focusable="false"
  ><path fill="currentColor" fill-rule="evenodd" d=${outline(name)}></path></svg>`;
}

function outline(name: IconName): string {
  const known = outlines.get(name);
  if (known !== undefined) return known;
  // Group 1: the outline of one path.
  const paths = [...sources[name].matchAll(/\sd="([^"]*)"/g)].map((match) => match[1]);
  const all = paths.join(' ');
  outlines.set(name, all);
  return all;
}
