import type * as z from 'zod';
import { capitalised } from '../metrics/wording.ts';
import { didYouMean, nearest } from '../nearest.ts';
import { kindOf, toJson, type YamlNode } from './yamlTree.ts';

/** One way in which a value does not fit its schema. */
export type Issue = z.core.$ZodIssue;

/** Says in words how the value at a node does not fit, with the word that was most likely meant. */
export function issueText(
  issue: Issue,
  label: string,
  at: YamlNode,
): { text: string; replacement?: string } {
  const subject = capitalised(label);
  switch (issue.code) {
    case 'invalid_type':
      return {
        text: `${subject} must be ${typeName(issue.expected)}, but is ${kindOf(toJson(at))}.${issue.expected === 'string' ? quoteHint(at) : ''}`,
      };
    case 'invalid_union': {
      const wanted = issue.errors.flatMap((branch) =>
        branch.flatMap((inner) =>
          inner.code === 'invalid_type' && inner.path.length === 0
            ? [typeName(inner.expected)]
            : [],
        ),
      );
      const kinds = [...new Set(wanted)].join(' or ');
      return kinds === ''
        ? { text: `${subject} does not fit.` }
        : { text: `${subject} must be ${kinds}, but is ${kindOf(toJson(at))}.` };
    }
    case 'invalid_value': {
      const given = at.kind === 'scalar' ? String(at.value ?? '') : '';
      const values = issue.values.map(String);
      const close = nearest(given, values);
      const list = values.map((value) => `'${value}'`).join(', ');
      const must = values.length === 1 ? list : `one of ${list}`;
      return {
        text: `${subject} must be ${must}.${didYouMean(close)}`,
        ...(close !== undefined && { replacement: close }),
      };
    }
    case 'too_small':
      return {
        text: `${subject} ${sizeWords(issue.origin, 'least', issue.minimum, issue.inclusive)}.`,
      };
    case 'too_big':
      return {
        text: `${subject} ${sizeWords(issue.origin, 'most', issue.maximum, issue.inclusive)}.`,
      };
    default: {
      const said = issue.message.endsWith('.') ? issue.message : `${issue.message}.`;
      return {
        text: said.startsWith('Invalid') ? `${subject} does not fit: ${said}` : capitalised(said),
      };
    }
  }
}

/** YAML reads `42`, `yes: no` and the like as something else than text. */
function quoteHint(at: YamlNode): string {
  const isLikelyText =
    (at.kind === 'scalar' && at.value !== null) || (at.kind === 'map' && at.entries.length === 1);
  return isLikelyText ? ' Put it in quotes.' : '';
}

function sizeWords(
  origin: string,
  end: 'least' | 'most',
  limit: number | bigint,
  isInclusive: boolean | undefined,
): string {
  switch (origin) {
    case 'string':
      return end === 'least' && limit === 1
        ? 'must not be empty'
        : `must have at ${end} ${limit} characters`;
    case 'array':
      return end === 'least' && limit === 1
        ? 'must not be empty'
        : `must have at ${end} ${limit} items`;
    default:
      if (isInclusive === false)
        return `must be ${end === 'least' ? 'more' : 'less'} than ${limit}`;
      return `must be at ${end} ${limit}`;
  }
}

function typeName(expected: string): string {
  switch (expected) {
    case 'string':
      return 'text';
    case 'number':
      return 'a number';
    case 'int':
      return 'a whole number';
    case 'boolean':
      return 'true or false';
    case 'array':
      return 'a list';
    case 'object':
    case 'record':
      return 'a mapping';
    case 'null':
      return 'nothing';
    default:
      return expected;
  }
}
