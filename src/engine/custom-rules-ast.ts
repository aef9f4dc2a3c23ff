import type { ASTNode } from '@marcbachmann/cel-js';

/** What stands directly below a node. */
export function childrenOf({ op, args }: ASTNode): ASTNode[] {
  switch (op) {
    case 'value':
    case 'id':
      return [];
    case '.':
    case '.?':
      return [(args as [ASTNode, string])[0]];
    case 'call':
      return (args as [string, ASTNode[]])[1];
    case 'rcall':
      return [(args as [string, ASTNode, ASTNode[]])[1], ...(args as [string, ASTNode, ASTNode[]])[2]];
    default:
      return ([args] as unknown[]).flat(2).filter(one => typeof one === 'object' && one !== null && 'op' in one) as ASTNode[];
  }
}

/** `server.target.name` → its words; null for anything else. */
export function wayOf({ op, args }: ASTNode): string[] | null {
  if (op === 'id') return [args as string];
  if (op !== '.') return null;
  const [object, field] = args as [ASTNode, string];
  const way = wayOf(object);
  return way && [...way, field];
}
