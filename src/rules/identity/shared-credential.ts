import type { Label } from '../../core/finding.ts';
import type { Credential } from '../../core/model.ts';
import { defineRule } from '../../core/rule.ts';
import { Secret } from '../../core/secret.ts';
import { ruleOf } from '../../secrets/assign.ts';
import { plainName, short } from '../secrets/shared/advice.ts';

export default defineRule({
  id: 'shared-credential',
  family: 'identity',
  title: 'One credential serves several servers or clients',
  severity: 'medium',
  confidence: 'high',
  mappings: { cwe: ['CWE-522', 'CWE-269'], 'owasp-nhi': ['NHI9:2025', 'NHI8:2025'], 'owasp-mcp': ['MCP02:2025'], 'owasp-asi': ['ASI03'] },
  messages: {
    servers:
      'The same {name} serves {count} servers ({servers}), so it cannot be narrowed, traced or revoked for one of them. Issue one credential for each server.',
    projects:
      'The same {name} serves {count} projects ({projects}), so a leak in one opens the others, and none can be revoked alone. Issue one credential for each project.',
    files:
      'The same {name} is copied to {count} places in {files} files. Revoke it once, and let all of them take the new one from the same variable.',
  },
  workspace(workspace, { report }) {
    for (const group of groups(workspace.credentials)) {
      const [first, ...others] = group as [Credential, ...Credential[]];
      const servers = [...new Set(group.map(({ server }) => server?.name).filter(name => name !== undefined))];
      const files = new Set(group.map(({ source }) => source.path));
      const related: Label[] = others.map(({ source, span, server }) => ({
        source,
        span,
        text: server ? `also in \`${short(server.name)}\`` : 'also here',
      }));
      const { span, source, path, server } = first;
      const credential = { kind: first.kind, class: first.class, secret: first.secret };
      const place = { at: span, source, path, server, related, credential, confidence: first.confidence };
      const name = plainName(first);
      if (servers.length > 1) {
        const listed = servers.slice(0, 4).map(one => `\`${short(one)}\``);
        const more = servers.length > 4 ? ` and ${servers.length - 4} more` : '';
        report({
          ...place,
          message: 'servers',
          severity: 'high',
          data: { name, count: servers.length, servers: listed.join(', ') + more },
        });
        continue;
      }
      const projects = projectsOf(group);
      if (projects.length > 1) {
        const more = projects.length > 4 ? ` and ${projects.length - 4} more` : '';
        const listed = projects.slice(0, 4).map(one => `\`${short(one)}\``);
        report({ ...place, message: 'projects', data: { name, count: projects.length, projects: listed.join(', ') + more } });
      } else report({ ...place, message: 'files', severity: 'low', data: { name, count: group.length, files: files.size } });
    }
  },
});

/**
 * Folders whose configurations hold it: the one around `.cursor/`, `.vscode/` and the like, or around the file. Files of the
 * person, pages and examples belong to no project.
 */
function projectsOf(group: readonly Credential[]): string[] {
  const projects = new Set<string>();
  for (const { file, server, source } of group) {
    if ((server?.scope ?? file.scope) !== 'project') continue;
    const folders = source.path.split('/').slice(0, -1);
    const hidden = folders.findIndex(folder => /^\.[^.]/.test(folder));
    projects.add((hidden < 0 ? folders : folders.slice(0, hidden)).join('/') || '.');
  }
  return [...projects];
}

/** Credentials of equal value under different servers or in different files, in the order in which they were found. */
function groups(credentials: readonly Credential[]): Credential[][] {
  const told = credentials.filter(one => ruleOf(one) !== null && one.class !== 'default' && one.confidence !== 'low');
  return Secret.groups(told).filter(group => {
    const servers = new Set(group.map(({ server }) => server?.name));
    const files = new Set(group.map(({ source }) => source.path));
    servers.delete(undefined);
    return servers.size > 1 || files.size > 1;
  });
}
