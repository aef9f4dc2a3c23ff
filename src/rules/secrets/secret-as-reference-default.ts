import type { Fix } from '../../core/finding.ts';
import type { Credential } from '../../core/model.ts';
import { defineRule } from '../../core/rule.ts';
import { ruleOf } from '../../secrets/assign.ts';
import { placeOf, revocation, thing, where } from './shared/advice.ts';

export default defineRule({
  id: 'secret-as-reference-default',
  family: 'secrets',
  title: 'A reference carries the credential as its default or its name',
  severity: 'high',
  confidence: 'high',
  mappings: { cwe: ['CWE-798'], 'owasp-nhi': ['NHI2:2025'], 'owasp-mcp': ['MCP01:2025'], 'owasp-asi': ['ASI03'] },
  messages: {
    fallback:
      '{where} is a reference whose default is {thing}: the literal is used whenever the variable is missing. {revoke}, then drop the default.',
    name: '{where} is a reference whose name is {thing} itself. {revoke}, then write the name of the variable.',
    input: '{where} is the default of an input and holds {thing} in plain text. {revoke}, then drop the default so that the client asks.',
  },
  credential(credential, { report }) {
    if (ruleOf(credential) !== 'secret-as-reference-default') return;
    const { place } = credential;
    const message = place === 'reference-name' ? 'name' : place === 'input-default' ? 'input' : 'fallback';
    const revoke = revocation(credential);
    const data = { where: where(credential), thing: thing(credential), revoke };
    report({ ...placeOf(credential), message, data, fix: message === 'fallback' ? withoutDefault(credential) : null });
  },
});

/** `${NAME:-literal}` to `${NAME}`, where the credential is the whole default. */
function withoutDefault({ source, span }: Credential): Fix | null {
  const before = source.text.slice(span.start - 2, span.start);
  if (before !== ':-' || source.text[span.end] !== '}') return null;
  return { title: 'Drop the default', safe: false, edits: [{ source, span: { start: span.start - 2, end: span.end }, text: '' }] };
}
