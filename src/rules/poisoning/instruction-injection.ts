import { defineRule } from '../../core/rule.ts';
import { holdsOneOf, setOf } from '../../core/words.ts';
import { within } from '../../core/node.ts';
import { weighed } from '../network/shared/weight.ts';
import { textsOf } from './shared/texts.ts';

/** Keys whose text a client hands to the model, or shows as the server's own words. */
const READ_BY_MODELS = setOf(
  'description longDescription long_description instructions serverInstructions server_instructions title summary usage',
);

interface Order {
  readonly pattern: RegExp;
  readonly message: 'override' | 'conceal' | 'collect' | 'hijack';
  /** A match holds a word of each list, in either case. Asked first: these patterns take some milliseconds each to compile. */
  readonly holds: readonly (readonly string[])[];
}

/** Sentences with no honest use in a server's description. Each is one linear pattern; the gaps are bounded. */
const ORDERS: readonly Order[] = [
  {
    message: 'collect',
    pattern: /\b(?:read|open|send|include|pass|attach|upload|copy|paste)\b[^.\n]{0,80}(?:~\/\.ssh|\bid_rsa\b|\bid_ed25519\b|~\/\.aws\/credentials|\.cursor\/mcp\.json|\.claude\.json|~\/\.netrc|\/etc\/passwd)/i,
    holds: [['.ssh', 'id_rsa', 'id_ed25519', '.aws/credentials', '.cursor/mcp.json', '.claude.json', '.netrc', '/etc/passwd']],
  },
  {
    message: 'override',
    pattern: /\b(?:ignore|disregard|forget|override)\s(?:all\s|any\s|the\s|your\s|of\s){0,4}(?:previous|prior|above|earlier|preceding|other|system)\s(?:instructions?|prompts?|rules|messages?|guidelines|context)\b/i,
    holds: [['ignore', 'disregard', 'forget', 'override'], ['instruction', 'prompt', 'rules', 'message', 'guideline', 'context']],
  },
  {
    message: 'conceal',
    pattern: /\b(?:do\snot|don't|never|must\snot)\s(?:ever\s)?(?:tell|inform|mention|reveal|show|notify|alert)\s(?:this\s|it\s|that\s|about\s|anything\s){0,3}(?:to\s)?(?:the\s)?(?:user|human|person|operator)s?\b/i,
    holds: [['not', "don't", 'never'], ['tell', 'inform', 'mention', 'reveal', 'show', 'notify', 'alert'], ['user', 'human', 'person', 'operator']],
  },
  {
    message: 'conceal',
    pattern: /\b(?:without|avoid)\s(?:telling|informing|notifying|mentioning|alerting)\s(?:it\s|this\s)?(?:to\s)?(?:the\s)?(?:user|human)s?\b/i,
    holds: [['without', 'avoid'], ['telling', 'informing', 'notifying', 'mentioning', 'alerting']],
  },
  {
    message: 'hijack',
    pattern: /\b(?:before|instead\sof|whenever)\s(?:using|calling|you\suse|you\scall)\s(?:any|every|all)\s(?:other\s)?tools?\b[^.\n]{0,60}\b(?:must|always|first|call|send)\b/i,
    holds: [['before', 'instead', 'whenever'], ['tool'], ['must', 'always', 'first', 'call', 'send']],
  },
  {
    message: 'hijack',
    pattern: /<(?:IMPORTANT|SYSTEM|INSTRUCTIONS?|SECRET)>[^<]{0,400}\b(?:must|always|never|do not|read|send|before)\b/i,
    holds: [['<important>', '<system>', '<instruction', '<secret>']],
  },
]; // prettier-ignore
const MAX_TEXT = 20_000;

export default defineRule({
  id: 'instruction-injection',
  family: 'poisoning',
  title: 'A description gives orders to the model',
  severity: 'high',
  confidence: 'medium',
  mappings: {
    cwe: ['CWE-1427'],
    'owasp-mcp': ['MCP03:2025', 'MCP06:2025'],
    'owasp-asi': ['ASI01', 'ASI04'],
    'owasp-llm-2025': ['LLM01:2025'],
    'nist-csf': ['ID.RA-09', 'DE.CM-09'],
    'mcp-spec': ['MCP-SPEC-TOOLS-ANNOT-UNTRUSTED'],
    'safe-mcp': ['SAFE-T1001', 'SAFE-T1401', 'SAFE-T1501'],
  },
  messages: {
    override: 'The `{key}` of {server} tells the model to drop its other instructions. Remove the server until its makers explain this.',
    conceal: 'The `{key}` of {server} tells the model to keep something from its user. Remove the server until its makers explain this.',
    collect: 'The `{key}` of {server} tells the model to hand over files with credentials. Remove the server and look at what it was sent.',
    hijack:
      'The `{key}` of {server} tells the model what to do around the tools of others. Remove the server until its makers explain this.',
  },
  file(file, { report }) {
    // Pages and examples about such attacks quote them.
    if (file.scope === 'docs') return;
    for (const { node, path, key, document, server } of textsOf(file)) {
      if (key === null || !READ_BY_MODELS.has(key) || node.value.length < 20) continue;
      const text = node.value.slice(0, MAX_TEXT);
      const lower = text.toLowerCase();
      for (const { pattern, message, holds } of ORDERS) {
        const match = holds.every(words => holdsOneOf(lower, words)) ? pattern.exec(text) : null;
        if (!match) continue;
        report({
          message,
          data: { key, server: server ? `\`${server.name}\`` : 'this server' },
          at: within(node, match.index, match.index + match[0].length),
          path,
          source: document.source,
          server,
          severity: weighed('high', file.scope),
        });
        break;
      }
    }
  },
});
