import type { ReferenceForm } from '../../core/format.ts';
import { defineRule } from '../../core/rule.ts';
import { scalars } from '../../core/node.ts';
import { parts } from '../../resolve/references.ts';
import { shownName } from './shared/names.ts';

/** Programs whose inputs are of no use but in these references; elsewhere they reach a server in other ways too. */
const FORMS: Readonly<Record<string, ReferenceForm>> = Object.assign(Object.create(null), {
  vscode: '${input:id}',
  'visual-studio': '${input:id}',
  mcpb: '${user_config.key}',
});

export default defineRule({
  id: 'unused-input',
  family: 'config',
  title: 'An input is declared and nothing takes it',
  severity: 'low',
  confidence: 'high',
  mappings: { cwe: ['CWE-1164'], 'owasp-mcp': ['MCP01:2025'], 'owasp-asi': ['ASI03'], 'nist-csf': ['PR.PS-01'] },
  messages: {
    unused: 'The input `{id}` is declared and no server takes it. Refer to it as `{reference}` where its value belongs, or remove it.',
  },
  file(file, { report }) {
    const { inputs } = file.reading;
    const form = FORMS[file.format?.interpolation.id ?? ''];
    if (inputs.length === 0 || !form || file.scope === 'docs' || file.state !== 'parsed') return;
    const used = new Set<string>();
    for (const { root } of file.documents) {
      for (const { node } of scalars(root)) {
        if (node.kind !== 'string' || !node.value.includes('${')) continue;
        for (const part of parts(node.value)) if (part.form === form && part.name) used.add(part.name);
      }
    }
    for (const { id, idNode, path } of inputs) {
      if (used.has(id)) continue;
      const shown = shownName(id);
      const data = { id: shown, reference: form === '${input:id}' ? `\${input:${shown}}` : `\${user_config.${shown}}` };
      report({ at: idNode, source: file.documents[0]!.source, path, message: 'unused', data });
    }
  },
});
