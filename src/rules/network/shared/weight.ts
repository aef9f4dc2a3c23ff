import type { FormatInfo } from '../../../core/format.ts';
import type { Severity } from '../../../core/finding.ts';
import type { Scope, Server } from '../../../core/model.ts';

const LOWER: Readonly<Record<Severity, Severity>> = { critical: 'high', high: 'medium', medium: 'low', low: 'low' };

/**
 * Severity by where it stands: an example, a page of documentation or a server that the client leaves off shows a
 * mistake without making it; a person's own file concerns that person only.
 */
export function weighed(severity: Severity, scope: Scope, enabled = true): Severity {
  if (scope === 'docs' || scope === 'example' || !enabled) return 'low';
  return scope === 'user' ? LOWER[severity] : severity;
}

export function weighedFor(server: Server, severity: Severity): Severity {
  return weighed(severity, server.scope, server.enabled);
}

/** The client in a sentence; a file that is only plainly of MCP belongs to one that is not known. */
export function clientOf({ kind, name }: FormatInfo): string {
  return kind === 'generic' ? 'the client' : name;
}
