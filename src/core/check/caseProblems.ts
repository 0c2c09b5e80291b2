import type { Breather } from '../breather.ts';
import { EvalError, isEvalError } from '../errors.ts';
import type { JsonValue } from '../json.ts';
import { didYouMean, nearest } from '../nearest.ts';
import { fileOfPrompt } from '../path.ts';
import type { Problem, Severity } from '../problem.ts';
import { renderPrompt } from '../prompt/formats.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { keyFinder } from '../suite/keyFinder.ts';
import type { Case, MetricSpec, Suite } from '../suite/suite.ts';
import { isSuitePath } from '../suite/suitePath.ts';
import { isInside, LineMap, type Range, startOfText } from '../text.ts';
import { firstLineOf } from '../yaml/yamlTree.ts';

/**
 * Cases that do not fit their prompts: variables missing or unknown, nothing for the model to answer. Of many cases with the same
 * mistake only the first is marked. A case of which `faults` say that a file is missing may lack what stands there.
 */
export async function caseProblems(
  suite: Suite,
  cases: readonly Case[],
  prompts: readonly Prompt[],
  breather?: Breather,
  faults: readonly Problem[] = [],
): Promise<readonly Problem[]> {
  const groups = new Map<string, Group>();
  const add = (key: string, item: Case, make: Omit<Group, 'cases'>) => {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { ...make, cases: [item] });
    else group.cases.push(item);
  };
  const used = new Set(
    prompts.flatMap((prompt) => prompt.variables.map(({ name }) => rootOf(name))),
  );
  const mentioned = new Set([...used, ...namesIn(suite.metrics)]);
  for (const item of cases) {
    if (breather?.isDue) await breather.pause();
    for (const prompt of prompts) {
      const rendered = await renderPrompt(prompt, item.variables).catch((error: unknown) => {
        if (!isEvalError(error, 'bad-template')) throw error;
        return error;
      });
      if (rendered instanceof EvalError) {
        const { file = fileOfPrompt(prompt.path), range = startOfText, message } = rendered;
        add(`template ${file} ${range.start.line} ${message}`, item, {
          severity: 'error',
          code: 'bad-template',
          text: (who) => `${message} ${who} the variables it was filled in with.`,
          verbs: ['gives', 'give'],
          place: { file, range },
        });
        continue;
      }
      const { messages, missing } = rendered;
      for (const name of isHalfRead(item, faults) ? [] : missing)
        add(`missing ${name}`, item, {
          severity: 'error',
          code: 'variable-missing',
          text: (who) =>
            `${who} no value for the variable '${name}' of the prompt.${hintFor(name, item, used)} Add it ${variablesOf(suite)}.`,
          verbs: ['gives', 'give'],
        });
      const isSaid = [...messages, ...item.messages].some(({ role }) => role === 'user');
      if (!isSaid && item.turns.length === 0 && item.messages.length === 0)
        add('no user', item, {
          severity: 'information',
          code: 'no-user-message',
          text: (who) =>
            `${who} no user message, so the model gets the system message alone. Add 'turns:' to say something.`,
          verbs: ['has', 'have'],
        });
    }
    if (prompts.length === 0) continue;
    const own = namesIn(item.metrics);
    for (const name of Object.keys(item.variables)) {
      // The column of GitHub Models that holds the expected answer.
      if (mentioned.has(name) || own.has(name) || name === 'expected') continue;
      const close = nearest(
        name,
        [...used].filter((other) => !Object.hasOwn(item.variables, other)),
      );
      add(`unknown ${name}`, item, {
        severity: 'warning',
        code: 'variable-unknown',
        text: (who) =>
          `${who} the variable '${name}', which the prompt does not use.${didYouMean(close)}`,
        verbs: ['gives', 'give'],
        variable: name,
        ...(close !== undefined && { replacement: close }),
      });
    }
  }
  return [...groups.values()].map((group) => problemOf(group, suite));
}

interface Group {
  readonly severity: Severity;
  readonly code: string;
  readonly text: (who: string) => string;
  /** For one case, and for several. */
  readonly verbs: readonly [string, string];
  readonly variable?: string;
  /** Where the mistake stands, if not at the case. */
  readonly place?: { readonly file: string; readonly range: Range };
  readonly replacement?: string;
  readonly cases: Case[];
}

function problemOf(group: Group, suite: Suite): Problem {
  const { severity, code, replacement, verbs } = group;
  // Several prompts can lack the same thing in one case.
  const cases = [...new Map(group.cases.map((item) => [item.id, item])).values()];
  const [first] = cases;
  const others = cases.length - 1;
  const who =
    others === 0
      ? `Case '${first?.id}' ${verbs[0]}`
      : `Case '${first?.id}' and ${others} ${others === 1 ? 'other' : 'others'} ${verbs[1]}`;
  const variable = first === undefined ? undefined : variablePlace(first, group.variable, suite);
  return {
    file: group.place?.file ?? first?.file ?? suite.path,
    range:
      group.place?.range ?? variable ?? (first === undefined ? startOfText : placeOf(first, suite)),
    severity,
    code,
    message: group.text(who),
    // Only the name itself can be replaced.
    ...(replacement !== undefined && variable !== undefined && { replacement }),
  };
}

function variablePlace(item: Case, variable: string | undefined, suite: Suite): Range | undefined {
  if (variable === undefined || item.file !== suite.path) return undefined;
  const finder = keyFinder(suite.source);
  const variables = finder.valueOf(item.range, 'variables') ?? item.range;
  return finder.keyOf(variables, variable);
}

/** The id of a case in the suite, else its first line. */
function placeOf(item: Case, suite: Suite): Range {
  if (item.file !== suite.path) return item.range;
  const id = keyFinder(suite.source).valueOf(item.range, 'id');
  return id ?? firstLineOf(item.range, new LineMap(suite.source));
}

function isHalfRead(item: Case, faults: readonly Problem[]): boolean {
  return faults.some(
    ({ code, file, range }) =>
      code === 'file-missing' && file === item.file && isInside(item.range, range.start),
  );
}

/** Where values of variables stand, in the words of the file that holds them. */
function variablesOf(suite: Suite): string {
  if (suite.promptFormat !== undefined) return "under 'vars:'";
  return isSuitePath(suite.path) ? "under 'variables:'" : "to its row of 'testData:'";
}

function hintFor(name: string, item: Case, used: ReadonlySet<string>): string {
  const spare = Object.keys(item.variables).filter((given) => !used.has(given));
  const close = nearest(name, spare);
  return close === undefined ? '' : ` It gives '${close}'.`;
}

function rootOf(name: string): string {
  return name.split('.', 1)[0] ?? name;
}

/** Variables that metrics mention, as `{{ name }}` or by their bare name (`same-as: variable`). */
function namesIn(metrics: readonly MetricSpec[]): ReadonlySet<string> {
  const names = new Set<string>();
  const collect = (value: JsonValue): void => {
    if (typeof value === 'string') {
      names.add(value);
      for (const match of value.matchAll(/\{\{\s*([\p{L}_][\p{L}\p{N}_.-]*)\s*\}\}/gu))
        names.add(rootOf(match[1] ?? ''));
    } else if (value !== null && typeof value === 'object') Object.values(value).forEach(collect);
  };
  for (const { parameters } of metrics) collect(parameters);
  return names;
}
