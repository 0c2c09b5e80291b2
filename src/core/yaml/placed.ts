import type { Reading } from './reading.ts';
import type { YamlNode } from './yamlTree.ts';

/** A part of a file, with the file that it stands in. */
export interface Placed<Node extends YamlNode = YamlNode> {
  readonly node: Node;
  readonly reading: Reading;
}
