// A repository with a manifest: days passed and to come, a person and a placeholder as owners, a resource with annotations.

export const MANIFEST = `schema: mcp-governance/1
servers:
  - id: orders
    purpose: Look up orders
    match: { npm: "@acme/orders-mcp" }
    owner: { team: "@acme/orders", contact: { chat: "#orders" } }
    data_class: confidential
    risk_tier: high
    review: { next: 2026-12-31 }
    stages: { production: { approval: { by: user:lee, date: 2026-09-01, expires: 2027-06-30 } } }
  - id: wiki
    purpose: Look things up
    match: { url: "https://wiki.acme-tools.dev/*" }
    owner: user:kim
    data_class: internal
    risk_tier: low
    lifecycle: deprecated
    review: { last: 2026-08-20, interval: P180D }
  - id: notes
    purpose: Keep notes
    match: { npm: "@acme/notes-mcp" }
    owner: TODO
    data_class: TODO # public, internal …
`;
const RESOURCE = `apiVersion: toolhive.stacklok.dev/v1alpha1
kind: MCPServer
metadata: { name: mail, annotations: { mcp-governance/owner: "group:mail", mcp-governance/risk-tier: medium } }
spec: { image: "ghcr.io/acme/mail:1.0.0", transport: stdio }
`;
export const CONFIG = JSON.stringify({
  mcpServers: {
    orders: { command: 'npx', args: ['-y', '@acme/orders-mcp@1.0.0'] },
    wiki: { url: 'https://wiki.acme-tools.dev/mcp' },
    notes: { command: 'npx', args: ['-y', '@acme/notes-mcp@1.0.0'] },
    stray: { command: 'npx', args: ['-y', '@acme/stray-mcp@1.0.0'] },
  },
});
export const FILES = { 'mcp-governance.yaml': MANIFEST, '.cursor/mcp.json': CONFIG, 'mcp/mail.yaml': RESOURCE };
