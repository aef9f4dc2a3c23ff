/** A value as JSON in a string literal of TypeScript, for tables whose entries are texts that are parsed when they are met. */
export function quoted(value: unknown): string {
  return `'${JSON.stringify(value).replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
