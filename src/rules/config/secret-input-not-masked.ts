import type { Fix } from '../../core/finding.ts';
import type { ConfigFile, DeclaredInput } from '../../core/model.ts';
import { type Document, get, type MapNode, type Node } from '../../core/node.ts';
import { defineRule } from '../../core/rule.ts';
import { holdsOneOf, setOf } from '../../core/words.ts';
import { meaningOf } from '../../secrets/names.ts';
import { weighed } from '../network/shared/weight.ts';

/** The field by which each format's makers let an input be marked; formats without a documented one are left alone. */
const FIELD: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  mcpb: 'sensitive',
  'gemini-extension': 'sensitive',
  'claude-code-plugin': 'sensitive',
  'mcp-registry': 'isSecret',
  'toolhive-registry': 'secret',
  obot: 'sensitive',
});

export default defineRule({
  id: 'secret-input-not-masked',
  family: 'config',
  title: 'An input for a credential is not marked as secret',
  severity: 'medium',
  confidence: 'high',
  mappings: { cwe: ['CWE-549', 'CWE-522'], 'owasp-nhi': ['NHI2:2025'], 'owasp-mcp': ['MCP01:2025'], 'owasp-asi': ['ASI03'] },
  messages: {
    named: 'The input `{id}` asks for a credential and is shown and kept like any other text. Add `{field}: true` to it.',
    described: 'The input `{id}` describes itself as a credential and is shown and kept like any other text. Add `{field}: true` to it.',
  },
  file(file, { report }) {
    for (const input of file.reading.inputs) {
      if (input.secret) continue;
      const found = inputOf(file, input);
      if (!found) continue;
      const { document, node } = found;
      const field = fieldOf(file, input, node);
      if (field === null || !isText(node)) continue;
      const meaning = meaningOf(input.id);
      const named = meaning === 'secret' || meaning === 'password';
      if (!named && (meaning === 'publishable' || meaning === 'pointer' || meaning === 'address' || !describesSecret(node))) continue;
      const place = {
        at: input.idNode,
        source: document.source,
        path: input.path,
        severity: weighed('medium', file.scope),
        fix: fixOf(document, node, input, field),
      };
      const data = { id: input.id.slice(0, 60), field };
      if (named) report({ ...place, message: 'named', data });
      else report({ ...place, message: 'described', data, confidence: 'medium' });
    }
  },
});

function inputOf(file: ConfigFile, { path, idNode }: DeclaredInput): { document: Document; node: MapNode } | null {
  for (const document of file.documents) {
    const node = get(document.root, ...path);
    if (node?.kind !== 'map' || idNode.span.start < document.span.start || idNode.span.end > document.span.end) continue;
    return { document, node };
  }
  return null;
}

/** Prompts of VS Code and of those who took its file over are told by their shape. */
function fieldOf(file: ConfigFile, { path }: DeclaredInput, node: MapNode): string | null {
  if (path.at(-2) === 'inputs') return text(get(node, 'type')) === 'promptString' ? 'password' : null;
  return FIELD[file.format?.id ?? ''] ?? null;
}

const OPEN = setOf('number integer boolean file directory filepath pickString command');

/** Numbers, switches, choices and files are typed in the open everywhere. */
function isText(node: MapNode): boolean {
  const kinds = [text(get(node, 'type')), text(get(node, 'format'))];
  if (kinds.some(kind => kind !== null && OPEN.has(kind))) return false;
  return get(node, 'choices') === undefined && get(node, 'enum') === undefined;
}

const CREDENTIAL =
  /\b(?:api[ -]?key|access[ -]?token|auth(?:entication)?[ -]token|bearer token|client secret|secret key|password)s?\W{0,3}$/i;
const CREDENTIAL_HINTS = ['key', 'token', 'secret', 'password'];

function describesSecret(node: MapNode): boolean {
  const description = text(get(node, 'description')) ?? '';
  if (description.length > 120 || !holdsOneOf(description.toLowerCase(), CREDENTIAL_HINTS)) return false;
  return CREDENTIAL.test(description.replace(/\([^()]{0,80}\)\W{0,3}$/, '').trimEnd());
}

/** Says more about the input and changes nothing else of it. */
function fixOf({ source, syntax }: Document, node: MapNode, { idNode }: DeclaredInput, field: string): Fix | null {
  if (syntax !== 'json') return null;
  const title = `Mark the input with ${field}`;
  const held = get(node, field);
  if (held) return { title, safe: true, edits: [{ source, span: held.span, text: 'true' }] };
  const first = node.entries[0];
  if (!first || first.key.span.start < node.span.start || idNode.kind !== 'string') return null;
  const at = first.key.span.start;
  return { title, safe: true, edits: [{ source, span: { start: at, end: at }, text: `"${field}": true, ` }] };
}

function text(node: Node | undefined): string | null {
  return node?.kind === 'string' ? node.value : null;
}
