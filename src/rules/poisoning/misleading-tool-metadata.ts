import type { ConfigFile } from '../../core/model.ts';
import { type Document, type MapNode, type Node, type Path, type StringNode, below, get } from '../../core/node.ts';
import { defineRule } from '../../core/rule.ts';
import { whatDoes } from '../approval/risky-tool-auto-approved.ts';
import { shownName } from '../config/shared/names.ts';
import { weighed } from '../network/shared/weight.ts';

/** A tool that runs what it is given may still only read: a query under an account that reads. */
const ASKS = /sql|query|search|select|read|graphql|dry|plan|preview/i;
const MAX_TOOLS = 5000;

export default defineRule({
  id: 'misleading-tool-metadata',
  family: 'poisoning',
  title: 'A tool is marked as harmless and its name says that it is not',
  severity: 'medium',
  confidence: 'medium',
  mappings: {
    'owasp-mcp': ['MCP03:2025', 'MCP02:2025'],
    'owasp-asi': ['ASI02', 'ASI09'],
    cwe: ['CWE-451', 'CWE-863'],
    'nist-csf': ['ID.RA-09', 'PR.AA-05'],
    'owasp-aisvs': ['v1.0-C9.2.3'],
    'cosai-mcp': ['CoSAI-MCP-T4', 'CoSAI-MCP-T6'],
    'safe-mcp': ['SAFE-T1406', 'SAFE-T1405'],
    'mitre-atlas': ['AML.T0110'],
    'mcp-spec': ['MCP-SPEC-TOOLS-ANNOT-UNTRUSTED'],
    'csa-maestro': ['L7'],
  },
  messages: {
    reads:
      'The tool `{tool}` is marked as one that only reads (`{hint}`), so clients may run it without asking. Take the mark away, or rename the tool after what it does.',
    keeps:
      'The tool `{tool}` is marked as one that destroys nothing (`{hint}`), so clients may run it without asking. Take the mark away, or rename the tool after what it does.',
  },
  file(file, { report }) {
    for (const { tool, hints, path, document } of toolsOf(file)) {
      const does = tool.value.length > 100 || ASKS.test(tool.value) ? null : whatDoes(tool.value);
      if (does === null) continue;
      const reads = isSet(hints, 'readOnlyHint', true);
      const keeps = does === 'destroys' ? isSet(hints, 'destructiveHint', false) : null;
      const mark = reads ?? keeps;
      if (!mark) continue;
      const place = { at: mark, path, source: document.source, severity: weighed('medium', file.scope) };
      if (reads) report({ ...place, message: 'reads', data: { tool: shownName(tool.value), hint: 'readOnlyHint: true' } });
      else report({ ...place, message: 'keeps', data: { tool: shownName(tool.value), hint: 'destructiveHint: false' } });
    }
  },
});

interface Tool {
  readonly tool: StringNode;
  readonly hints: MapNode;
  readonly path: Path;
  readonly document: Document;
}

/** Tools that the makers of a server describe, wherever in their own file: an object with a name and annotations. */
function toolsOf({ documents, format, reading }: ConfigFile): Tool[] {
  const found: Tool[] = [];
  const visit = (node: Node, path: Path, document: Document): void => {
    if (found.length >= MAX_TOOLS) return;
    if (node.kind === 'seq')
      for (let index = 0; index < node.items.length; index++) visit(node.items[index]!, below(path, index), document);
    if (node.kind !== 'map') return;
    const name = get(node, 'name');
    const hints = get(node, 'annotations');
    if (name?.kind === 'string' && hints?.kind === 'map' && /^[\w./-]{1,128}$/.test(name.value))
      found.push({ tool: name, hints, path: [...path, 'annotations'], document });
    for (const { key, value, inherited } of node.entries) if (!inherited) visit(value, below(path, key.value), document);
  };
  const described = format?.kind === 'server' || format?.kind === 'registry' || format?.kind === 'gateway';
  if (described) for (const document of documents) if (document.root) visit(document.root, [], document);
  if (!described) for (const { node, path, document } of reading.servers) visit(node, path, document);
  return found;
}

function isSet(hints: MapNode, key: string, value: boolean): Node | null {
  const held = get(hints, key);
  return held?.kind === 'boolean' && held.value === value ? held : null;
}
