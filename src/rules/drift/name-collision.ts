import { defineRule } from '../../core/rule.ts';
import type { Server } from '../../core/model.ts';
import { setOf } from '../../core/words.ts';
import { identityOf, shownIdentity } from './shared/same-server.ts';

export default defineRule({
  id: 'name-collision',
  family: 'drift',
  title: 'Two different servers have the same name, or nearly',
  severity: 'medium',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-694'],
    'owasp-mcp': ['MCP03:2025', 'MCP09:2025'],
    'owasp-asi': ['ASI04', 'ASI02'],
    'nist-csf': ['ID.AM-02'],
    'mcp-spec': ['MCP-SPEC-TOOLS-NAME'],
    'safe-mcp': ['SAFE-T1004', 'SAFE-T1008', 'SAFE-T1301'],
  },
  messages: {
    scopes: '`{server}` in this project is {one}, and in your own {client} settings {two}; one hides the other. Rename one of them.',
    alike:
      '`{server}` and `{other}` in this file differ only in how the name is written, and are two servers. Rename one, so that nobody approves the wrong one.',
  },
  file({ reading }, { report }) {
    const seen = new Map<string, Server>();
    for (const server of reading.servers) {
      if (server.scope === 'docs' || server.scope === 'example' || server.scope === 'registry') continue;
      const key = `${JSON.stringify(server.path.slice(0, -1))}${alike(server.name)}`;
      const other = seen.get(key);
      if (!other) seen.set(key, server);
      else if (other.name !== server.name && differ(other, server))
        report({
          ...place(server),
          related: [related(other)],
          message: 'alike',
          data: { server: server.name, other: other.name },
          severity: 'low',
        });
    }
  },
  workspace({ servers }, { report }) {
    const own = new Map<string, Server>();
    for (const server of servers)
      if (server.document.source.path.startsWith('~/')) own.set(`${server.format.name}\0${server.name}`, server);
    if (own.size === 0) return;
    for (const server of servers) {
      const other = server.scope === 'project' ? own.get(`${server.format.name}\0${server.name}`) : undefined;
      if (!other || !differ(other, server)) continue;
      const data = { server: server.name, client: server.format.name, one: shownIdentity(server), two: shownIdentity(other) };
      report({ ...place(server), related: [related(other)], message: 'scopes', data });
    }
  },
});

const place = (server: Server) => ({ at: server.nameNode ?? server.node, source: server.document.source, path: server.path, server });
const related = (server: Server) => ({
  source: server.document.source,
  span: (server.nameNode ?? server.node).span,
  text: `the other one, ${shownIdentity(server)}`,
});

function differ(a: Server, b: Server): boolean {
  const [one, two] = [identityOf(a), identityOf(b)];
  return one !== null && two !== null && one !== two;
}

/** Letters of other alphabets that look like Latin ones, and signs that people hardly tell apart. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  х: 'x',
  у: 'y',
  і: 'i',
  ѕ: 's',
  ԁ: 'd',
  ο: 'o',
  α: 'a',
  ρ: 'p',
  ν: 'v',
};

/** What separates the words of a name, or nobody sees. */
const GAPS = setOf('- _ . \u200b \u200c \u200d \u200e \u200f \u2060');

function alike(name: string): string {
  const folded = name.normalize('NFKC').toLowerCase();
  return Array.from(folded.slice(0, 200), letter => {
    if (GAPS.has(letter) || letter.trim() === '') return '';
    return Object.hasOwn(LOOKALIKES, letter) ? LOOKALIKES[letter] : letter;
  }).join('');
}
