import type { Reporter } from './reporter.ts';

export type { Pages, Reporter, ReportOptions } from './reporter.ts';

/** Outputs by the name that `--format` and `--output` take; each is loaded when it is asked for. Has no prototype. */
export const REPORTERS: Readonly<Record<string, () => Promise<Reporter>>> = Object.freeze(
  Object.assign(Object.create(null) as Record<string, () => Promise<Reporter>>, {
    text: async () => (await import('./text.ts')).text,
    concise: async () => (await import('./concise.ts')).concise,
    json: async () => (await import('./json.ts')).json,
    sarif: async () => (await import('./sarif.ts')).sarif,
    github: async () => (await import('./github.ts')).github,
    markdown: async () => (await import('./markdown.ts')).markdown,
    junit: async () => (await import('./junit.ts')).junit,
    gitlab: async () => (await import('./gitlab.ts')).gitlab,
    csv: async () => (await import('./csv.ts')).csv,
  }),
);
