import { defineRule } from '../../core/rule.ts';
import { ruleOf } from '../../secrets/assign.ts';
import { placeOf, thing, where } from './shared/advice.ts';

export default defineRule({
  id: 'private-key-material',
  family: 'secrets',
  title: 'A private key or seed phrase stands in a configuration file',
  severity: 'critical',
  confidence: 'high',
  mappings: { cwe: ['CWE-321', 'CWE-522'], 'owasp-nhi': ['NHI2:2025', 'NHI7:2025'], 'owasp-mcp': ['MCP01:2025'], 'owasp-asi': ['ASI03'] },
  messages: {
    found: '{where} holds {thing} in plain text, which works offline and does not expire. {advice}',
  },
  credential(credential, { report }) {
    if (ruleOf(credential) !== 'private-key-material') return;
    const advice = isWallet(credential.kind)
      ? 'Move what it controls to a new key, and keep that one in a signer.'
      : 'Replace the key pair, and mount the new key from a secret store or use workload identity.';
    report({ ...placeOf(credential), message: 'found', data: { where: where(credential), thing: thing(credential), advice } });
  },
});

function isWallet(kind: string): boolean {
  return /^(?:ethereum|solana|bip39|nostr)/.test(kind);
}
