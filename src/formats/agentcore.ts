// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-bedrockagentcore-gatewaytarget.html
import { defineFormat } from '../core/format.ts';
import { type Node, get } from '../core/node.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { addServer, members, slotAt, textAt } from './shared/parts.ts';
import { problem, site } from './shared/server-map.ts';

const TARGET = 'AWS::BedrockAgentCore::GatewayTarget';
const SERVER = ['Properties', 'TargetConfiguration', 'Mcp', 'McpServer'] as const;

/** Targets that are MCP servers; functions and APIs behind the same gateway are none. */
const targets = (root: Node | undefined) =>
  members(get(root, 'Resources')).filter(({ value }) => textAt(value, 'Type') === TARGET && get(value, ...SERVER)?.kind === 'map');

const agentcore = defineFormat({
  id: 'agentcore',
  name: 'Amazon Bedrock AgentCore gateway',
  kind: 'gateway',
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-bedrockagentcore-gatewaytarget.html',
  syntax: 'yaml',
  files: [
    { path: '*{template,stack,cfn,cloudformation,gateway,agentcore}*.{yaml,yml,json}', scope: 'project', by: 'content' },
    { path: '{cloudformation,cfn,infra,infrastructure}/**/*.{yaml,yml,json}', scope: 'project', by: 'content' },
  ],
  hints: [TARGET],
  schema: 'agentcore',
  interpolation: UNDOCUMENTED,
  comments: true,
  confidence: 'verified',
  recognises: root => targets(root).length > 0,
  read(document, context) {
    const at = site(document, agentcore, context);
    for (const { key, value } of targets(document.root)) {
      const path = ['Resources', key.value];
      const named = get(value, 'Properties', 'Name');
      const url = slotAt(value, path, [...SERVER, 'Endpoint'], 'url');
      const nameNode = named?.kind === 'string' ? named : key;
      const server = addServer(at, nameNode.value, nameNode, value, path, { transport: 'http', url });
      const held = get(value, ...SERVER, 'Endpoint');
      if (held?.kind === 'string' && held.tag === undefined && /^http:/i.test(held.value)) {
        const sentence = 'A gateway takes only servers behind TLS. Write an `https://` address.';
        problem(at, 'wrong-value', held, url?.path ?? path, sentence, server);
      } else if (!held) {
        const sentence = `\`${server.name}\` names no server. Give \`McpServer\` an \`Endpoint\`.`;
        problem(at, 'missing-key', nameNode, [...path, ...SERVER], sentence, server);
      }
    }
    return at.reading;
  },
});
export default agentcore;
