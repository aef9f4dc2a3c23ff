// https://github.com/aws-samples/amazon-bedrock-client-for-mac
import { defineFormat } from '../core/format.ts';
import { dialect } from './shared/dialect.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const BEDROCK_CLIENT_SERVER = dialect({
  checks: { command: 'string', both: 'medium' },
});

const bedrockClient = defineFormat({
  id: 'amazon-bedrock-client',
  name: 'Amazon Bedrock Client',
  kind: 'client',
  docs: 'https://github.com/aws-samples/amazon-bedrock-client-for-mac',
  syntax: 'json',
  files: [{ path: '~/Amazon Bedrock Client/mcp_config.json', scope: 'user', by: 'name' }],
  schema: 'mcp-servers',
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'secondary',
  recognises: (root, path) => placed(path, 'Amazon Bedrock Client/') && hasServers(root),
  read(document, context) {
    const at = site(document, bedrockClient, context);
    return readRoots(at, [['mcpServers']], BEDROCK_CLIENT_SERVER);
  },
});
export default bedrockClient;
