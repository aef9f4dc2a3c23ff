import { type Severity, SEVERITIES } from '../../core/finding.ts';
import { defineRule } from '../../core/rule.ts';
import { ruleOf } from '../../secrets/assign.ts';
import { placeOf, revocation, thing, where } from './shared/advice.ts';

export default defineRule({
  id: 'secret-file-exposed',
  family: 'secrets',
  title: 'A file that servers take their credentials from is not kept out of git',
  severity: 'high',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-538', 'CWE-312'],
    'owasp-nhi': ['NHI2:2025'],
    'owasp-mcp': ['MCP01:2025'],
    'owasp-asi': ['ASI03'],
    'owasp-llm-2025': ['LLM02:2025'],
  },
  messages: {
    tracked:
      '{where} holds {thing}, and git tracks this file, so everybody with the repository has it. {revocation}, take the file out with `git rm --cached`, and name it in .gitignore.',
    loose: '{where} holds {thing}, and git does not ignore this file, so the next `git add` takes it in. Name the file in .gitignore.',
  },
  credential(credential, { report }) {
    if (ruleOf(credential) !== 'secret-file-exposed') return;
    const place = placeOf(credential);
    const tracked = credential.file.tracked === true;
    const data = { where: where(credential), thing: thing(credential) };
    const common = { ...place, severity: atMost(place.severity, tracked ? 'high' : 'medium'), related: credential.file.referencedBy ?? [] };
    if (tracked) report({ ...common, message: 'tracked', data: { ...data, revocation: revocation(credential) } });
    else report({ ...common, message: 'loose', data });
  },
});

function atMost(severity: Severity, most: Severity): Severity {
  return SEVERITIES[Math.max(SEVERITIES.indexOf(severity), SEVERITIES.indexOf(most))]!;
}
