/** Packages that only carry another program: the chain goes on as if the program on the right had been called. */
export const CARRIERS: { readonly npm: Readonly<Record<string, string>>; readonly pypi: Readonly<Record<string, string>> } = {
  npm: {
    'mcp-remote': 'mcp-remote',
    '@geelen/mcp-remote': 'mcp-remote',
    supergateway: 'supergateway',
    'mcp-proxy': 'mcp-proxy-npm',
    '@smithery/cli': 'smithery',
    tsx: 'tsx',
    'ts-node': 'tsx',
    'cross-env': 'cross-env',
    'dotenv-cli': 'dotenv',
    '@dotenvx/dotenvx': 'dotenvx',
    'env-cmd': 'env-cmd',
    bun: 'bun',
  },
  pypi: { 'mcp-proxy': 'mcp-proxy', uv: 'uv' },
};
