import { defineRule } from '../../core/rule.ts';
import { table } from '../../core/table.ts';
import type { Control } from '../../core/model.ts';
import { inner, type Node, type Path } from '../../core/node.ts';
import { type KnownServer, knownServer } from '../../resolve/known.ts';
import { clientOf, weighed } from '../network/shared/weight.ts';
import { readsOnly } from '../scope/shared/narrowing.ts';

/** First words of tool names by what the tool can do. Words that often stand for harmless things (run, set, move) are left out. */
const verbs = table(
  () =>
    new Map(
      Object.entries({
        destroys: 'delete drop destroy purge truncate wipe erase uninstall terminate kill force_push',
        runs: 'exec execute eval shell bash powershell run_command run_shell run_bash run_terminal run_script run_code run_python run_sql run_query ssh_exec ssh_execute ssh_run ssh_command ssh_send ssh_sudo terminal_exec terminal_execute terminal_run terminal_command terminal_send terminal_sudo',
        pays: 'pay refund charge purchase withdraw transfer_funds transfer_money',
        administers: 'deploy apply_migration merge_pull_request grant revoke publish',
        sends: 'send_email send_mail send_message send_sms post_message',
      }).flatMap(([deed, words]) => words.split(' ').map(verb => [verb, deed] as const)),
    ),
);
const ROTATES = /^rotate_(?:api_?)?(?:key|secret|token|password|credential|certificate)/;
const WHAT: Readonly<Record<string, string>> = {
  destroys: 'destroy data',
  runs: 'run any code or query',
  scripts: 'run any script in the open page',
  pays: 'move money',
  administers: 'change live systems or rights',
  sends: 'write to other people',
};
/** A client's own tools that are a shell or worse, by their whole name. */
const SHELLS = new Set([
  'Bash',
  'Bash(*)',
  'Bash(**)',
  'Bash(*:*)',
  'Bash(:*)',
  'bash',
  'shell',
  'ShellTool',
  '@builtin',
  'execute_bash',
  'execute_cmd',
  'execute_command',
  'run_shell_command',
  'use_aws',
  'Shell(*)',
  'Shell(**)',
]);
// A pattern between slashes that every command fits.
const ANY_COMMAND = /^\/\^?\.?[*+]?\$?\/[a-z]?$/;
/** What they destroy is only their own notes or what can be made again; what they run is a plan, or a language that only asks. */
const HARMLESS =
  /^(?:delete_(?:entit|observation|relation|thought|memor|note|todo|task|lines|symbol)|execute_(?:plan|task|sparql|dax|kql|kusto|promql|logql|search)|(?:bash|shell)_(?:output|history)|execute_menu_item|(?:terminate|uninstall|kill)_(?:app|simulator|emulator|browser|tab)(?:_|$)|purge_cache|publish_diagnostics|kill_ring)/;
/** They reach no further than the click beside them: the page that is open, as the browser that holds it. */
const IN_PAGE = /^(?:browser_evaluate|evaluate_script|(?:puppeteer|playwright)_evaluate)$/;
const SHOWN = 3;

export default defineRule({
  id: 'risky-tool-auto-approved',
  family: 'approval',
  title: 'A tool that deletes, runs, pays or sends is approved in advance',
  severity: 'medium',
  confidence: 'medium',
  mappings: {
    cwe: ['CWE-862'],
    'owasp-mcp': ['MCP02:2025'],
    'owasp-asi': ['ASI02', 'ASI09'],
    'owasp-llm-2025': ['LLM06:2025'],
    'nist-csf': ['PR.AA-05'],
    'mcp-spec': ['MCP-SPEC-TOOLS-HITL'],
    'safe-mcp': ['SAFE-T1302'],
  },
  messages: {
    server: '{tools} of `{server}` may run in {client} without asking, which can {what}. Take it out of `{key}`.',
    all: '{tools} may run in {client} without asking, which can {what}. Take it out of `{key}`.',
  },
  file({ reading }, { report }) {
    for (const controls of lists(reading.controls)) {
      const risky = controls.flatMap(riskyItems);
      const [first] = risky;
      const [control] = controls;
      if (!first || !control) continue;
      const { source } = control.document;
      const shown = risky.slice(0, SHOWN).map(({ tool }) => `\`${tool}\``);
      const tools = shown.join(', ') + (risky.length > SHOWN ? ` and ${risky.length - SHOWN} more` : '');
      const shell = risky.find(({ does }) => does === 'shell');
      const worst = shell ?? risky.find(({ does }) => does !== 'scripts') ?? first;
      const place = {
        at: worst.node,
        source,
        path: worst.path,
        server: control.server,
        related: risky
          .filter(item => item !== worst)
          .map(({ node, tool }) => ({ source, span: inner(node), text: `\`${tool}\` is approved too` })),
        severity: weighed(shell ? 'high' : worst.does === 'scripts' ? 'low' : 'medium', control.scope, control.server?.enabled),
      };
      const what = shell ? 'run any command' : WHAT[worst.does]!;
      const data = { client: clientOf(control.format), key: control.key, tools, what };
      const servers = control.server ? [control.server.name] : (control.servers ?? []);
      if (servers.length > 0) report({ ...place, message: 'server', data: { ...data, server: servers.join('`, `') } });
      else report({ ...place, message: 'all', data });
    }
  },
});

/** Controls of one list: a client may have one control for the list or one for each item. */
function lists(controls: readonly Control[]): Iterable<Control[]> {
  const found = new Map<string, Control[]>();
  for (const control of controls) {
    if (control.kind !== 'approve-tools' || !control.honoured) continue;
    const { path } = control;
    const list = typeof path.at(-1) === 'number' ? path.slice(0, -1) : path;
    const key = JSON.stringify([list, control.server?.path ?? control.servers ?? null, control.document.span.start]);
    const held = found.get(key);
    if (held) held.push(control);
    else found.set(key, [control]);
  }
  return found.values();
}

interface Risky {
  readonly tool: string;
  readonly does: string;
  readonly node: Node;
  readonly path: Path;
}

function riskyItems({ node, tools, path, server, servers, format }: Control): Risky[] {
  const found: Risky[] = [];
  // Started so that it only reads, it refuses these tools or does not even list them.
  if (server && readsOnly(server)) return found;
  // Claude Code's own bridge to the editor, which asks there before each cell that it runs.
  if (servers?.[0] === 'ide' && format.id === 'claude-code-settings') return found;
  const known = server && knownServer(server);
  const add = (tool: string, at: Node, where: Path) => {
    const does = (known && knownTo(known, tool)) ?? whatDoes(tool);
    if (does && does !== 'reads') found.push({ tool, does, node: at, path: where });
  };
  const listed = new Set(tools);
  if (node.kind !== 'seq') for (const tool of tools) add(tool, node, path);
  else
    for (const [index, item] of node.items.entries())
      if (item.kind === 'string' && listed.has(item.value)) add(item.value, item, [...path, index]);
  return found;
}

/** What the server's makers say of a tool, null where nothing is known of it. */
function knownTo({ tools }: KnownServer, tool: string): string | null {
  const name = tool.slice(tool.lastIndexOf('/') + 1);
  if (tools.read?.includes(name)) return 'reads';
  if (IN_PAGE.test(name)) return 'scripts';
  if (tools.exec?.includes(name)) return 'runs';
  // Writing to a file overwrites, but is what people let an agent do all day.
  if (tools.destructive?.includes(name)) return /^(?:edit|write|move|update|create|add|set|rename)[_A-Z]/.test(name) ? null : 'destroys';
  return tools.admin?.includes(name) ? 'administers' : null;
}

/** What a tool does by its name, null where the name does not say something grave. */
export function whatDoes(tool: string): string | null {
  if (SHELLS.has(tool) || (tool.startsWith('/') && ANY_COMMAND.test(tool))) return 'shell';
  if (tool.length > 200 || /[\s()*:]/.test(tool)) return null;
  // `mcp__server__tool`, `server/tool`, `@server/tool`
  const name = tool
    .slice(Math.max(tool.lastIndexOf('__') < 0 ? 0 : tool.lastIndexOf('__') + 2, tool.lastIndexOf('/') + 1, 0))
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[-.]/g, '_')
    .toLowerCase();
  const deed = deedOf(name);
  return deed !== null && HARMLESS.test(name) ? null : deed;
}

function deedOf(name: string): string | null {
  if (name === 'ssh' || name === 'terminal') return 'runs';
  if (name.startsWith('rotate_') && ROTATES.test(name)) return 'administers';
  for (let at = name.indexOf('_'); at >= 0; at = name.indexOf('_', at + 1)) {
    const deed = verbs().get(name.slice(0, at));
    if (deed !== undefined) return deed;
  }
  return verbs().get(name) ?? null;
}
