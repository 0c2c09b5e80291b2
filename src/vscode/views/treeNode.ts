import type { Range } from '../../core/text.ts';

/** A row of a tree view, as plain data. */
export interface TreeNode {
  /** Stable, unique in its view: selection and open rows are kept by it. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  /** Plain text. */
  readonly tooltip?: string;
  /** Name of a codicon, and of a colour of the theme. */
  readonly icon?: { readonly name: string; readonly color?: string };
  /** For `when` clauses of menus. */
  readonly context: string;
  /** For screen readers, where label and description do not say it all. */
  readonly spoken?: string;
  readonly command?: { readonly id: string; readonly arguments: readonly unknown[] };
  readonly children?: readonly TreeNode[];
  readonly isExpanded?: boolean;
  /** File whose icon and decorations stand for the row. */
  readonly file?: string;
}

/** A place that a row leads to. */
export interface NodePlace {
  readonly file: string;
  readonly range: Range;
}
