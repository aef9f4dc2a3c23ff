import type { Workspace } from '../core/model.ts';
import type { Notice } from '../core/report.ts';
import type { AnyRule } from '../core/rule.ts';
import type { CustomRules } from './custom-rules.ts';
import type { Settings } from './judge.ts';

const NONE: CustomRules = { rules: [], notices: () => [] };

/** The configuration's own rules over one workspace; nothing is loaded where there are none. */
export async function customRulesOf({ config, profile }: Settings, workspace: Workspace): Promise<CustomRules> {
  const { customRules, source } = config;
  if (customRules.length === 0 || !source) return NONE;
  // Whoever proposes a change could propose rules with it. A configuration from elsewhere is the reviewer's own.
  if (profile === 'untrusted-pr' && !isOutside(source.path)) {
    const message = "Rules of one's own count for nothing under --profile untrusted-pr unless their file lies outside of what is scanned.";
    return { rules: [], notices: () => [{ level: 'info', message, file: source.path }] };
  }
  const { bind } = await import('./custom-rules.ts');
  return bind(customRules, workspace);
}

function isOutside(path: string): boolean {
  return path.startsWith('../') || path.startsWith('/') || /^[A-Za-z]:/.test(path);
}

/** Advisories older than this many days are told of. */
const STALE_AFTER = 90;

/** Says so where findings of the supply chain rest on an old table. @param table,today ISO dates. */
export function staleAdvisories(rules: readonly AnyRule[], servers: number, table: string, today: string): Notice | null {
  if (servers === 0 || !rules.some(({ family }) => family === 'supply-chain')) return null;
  const days = (Date.parse(today) - Date.parse(table)) / 86_400_000;
  if (!(days > STALE_AFTER)) return null;
  const message = `The advisories are of ${table}, ${Math.floor(days)} days before ${today}: flaws found since are not known here. Update Postern; \`postern data\` shows what it knows.`;
  return { level: 'warning', message };
}
