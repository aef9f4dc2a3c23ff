import { get, type SeqNode } from '../../core/node.ts';
import { Source } from '../../core/source.ts';
import type { Notice } from '../../core/report.ts';
import { parse } from '../../syntax/index.ts';
import { lineBreak, lineEnd, lineStart } from '../../syntax/edit-text.ts';
import { type FileChange, readTarget } from './changes.ts';

export const WORKFLOW = '.github/workflows/postern.yml';
export const PRE_COMMIT = '.pre-commit-config.yaml';

/**
 * The files that let Postern run by itself: a GitHub workflow, and an entry for pre-commit beside what is there already.
 * A workflow that is there is left alone. @param version of Postern, exact. Writes nothing.
 */
export async function initCi(root: string, version: string): Promise<{ changes: readonly FileChange[]; notices: readonly Notice[] }> {
  const changes: FileChange[] = [];
  const notices: Notice[] = [];
  if (readTarget(root, WORKFLOW)) notices.push({ level: 'info', message: 'The workflow is there and was left alone.', file: WORKFLOW });
  else changes.push({ path: WORKFLOW, before: null, text: workflow(version) });

  const before = readTarget(root, PRE_COMMIT);
  if (!before) changes.push({ path: PRE_COMMIT, before, text: `repos:\n${hook(version, '  ').join('\n')}\n` });
  else {
    const [document] = await parse(before, 'yaml');
    const repos = get(document?.root, 'repos');
    const ids = repos?.kind === 'seq' ? repos.items.flatMap(idsOf) : [];
    const text =
      repos?.kind === 'seq' && !document!.problems.some(({ level }) => level === 'error') ? withHook(before.text, repos, version) : null;
    if (ids.includes('postern')) notices.push({ level: 'info', message: 'The hook is there already.', file: PRE_COMMIT });
    else if (text === null || !(await grewByOne(before.path, text, repos as SeqNode)))
      notices.push({
        level: 'warning',
        message: `There is no safe place for the hook. Add it by hand: ${hook(version, '')
          .map(line => line.trim())
          .join(' / ')}`,
        file: PRE_COMMIT,
      });
    else changes.push({ path: PRE_COMMIT, before, text });
  }
  return { changes, notices };
}

function idsOf(repo: SeqNode['items'][number]): string[] {
  const hooks = get(repo, 'hooks');
  return hooks?.kind === 'seq'
    ? hooks.items.flatMap(item => {
        const id = get(item, 'id');
        return id?.kind === 'string' ? [id.value] : [];
      })
    : [];
}

function withHook(text: string, { items, span }: SeqNode, version: string): string | null {
  const last = items.at(-1);
  const eol = lineBreak(text);
  if (!last || text[span.start] === '[') return null;
  const dash = /^([ \t]*)-[ \t]/.exec(text.slice(lineStart(text, last.span.start), last.span.start));
  if (!dash) return null;
  let end = last.span.end;
  while (end > last.span.start && /\s/.test(text[end - 1]!)) end--;
  end = lineEnd(text, end);
  return `${text.slice(0, end)}${eol}${hook(version, dash[1]!).join(eol)}${text.slice(end)}`;
}

async function grewByOne(path: string, text: string, before: SeqNode): Promise<boolean> {
  const [document] = await parse(new Source(path, text), 'yaml');
  const repos = get(document?.root, 'repos');
  return (
    repos?.kind === 'seq' &&
    repos.items.length === before.items.length + 1 &&
    idsOf(repos.items.at(-1)!).includes('postern') &&
    !document!.problems.some(({ level }) => level === 'error')
  );
}

function hook(version: string, indent: string): string[] {
  return [
    '- repo: local',
    '  hooks:',
    '    - id: postern',
    '      name: MCP configurations (postern)',
    '      entry: postern scan --staged',
    '      language: node',
    `      additional_dependencies: ["postern@${version}"]`,
    '      pass_filenames: false',
  ].map(line => indent + line);
}

function workflow(version: string): string {
  return `# Reports MCP configurations to code scanning. Fails where a finding is high or critical.
# The actions stand here by version tag, which their makers can move: pin each to the commit behind its tag.
name: postern

on:
  push:
    branches: [main, master]
  pull_request:
  schedule:
    # Approvals and reviews run out on a day, not on a commit.
    - cron: '17 5 * * *'

permissions: {}

jobs:
  scan:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      # Uploading results; reading the run is needed in private repositories.
      security-events: write
      actions: read
    steps:
      - uses: actions/checkout@v5
        with:
          persist-credentials: false
      - uses: actions/setup-node@v5
        with:
          node-version: 22
      - name: Scan
        run: npx --yes postern@${version} scan --output sarif=postern.sarif
      - name: Upload
        # Also when there are findings; a pull request from a fork may not write.
        if: \${{ !cancelled() && hashFiles('postern.sarif') != '' && (github.event_name != 'pull_request' || github.event.pull_request.head.repo.fork == false) }}
        uses: github/codeql-action/upload-sarif@v4
        with:
          sarif_file: postern.sarif
          category: postern
`;
}
