/** Names of the manifest that says who answers for which server, relative to the root, first match used. */
export const MANIFEST_PATHS = [
  'mcp-governance.yaml',
  'mcp-governance.yml',
  'mcp-governance.json',
  '.mcp/governance.yaml',
  '.github/mcp-governance.yaml',
] as const;
