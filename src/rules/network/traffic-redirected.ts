import { defineRule } from '../../core/rule.ts';
import type { FormatInfo } from '../../core/format.ts';
import type { Scope, Server, Slot } from '../../core/model.ts';
import { type Endpoint, endpointsIn } from './shared/endpoints.ts';
import { weighed } from './shared/weight.ts';

interface Redirect {
  readonly name: RegExp;
  readonly what: string;
  /** Hosts that serve this API by its makers, or by contract with them. */
  readonly own: readonly string[];
}
/** Gateways that people choose on purpose to reach models of several makers. */
const MODEL_HOSTS = ['openrouter.ai', 'api.deepseek.com', 'api.groq.com', 'api.together.xyz', 'api.mistral.ai', 'api.x.ai', 'api.fireworks.ai', 'generativelanguage.googleapis.com', 'dashscope.aliyuncs.com', 'dashscope-intl.aliyuncs.com', 'api.moonshot.cn', 'api.moonshot.ai', 'open.bigmodel.cn', 'api.z.ai', 'api.minimax.io', 'api.minimaxi.com', 'api.siliconflow.cn', 'ark.cn-beijing.volces.com', 'api.perplexity.ai', 'api.cerebras.ai', 'integrate.api.nvidia.com', 'models.inference.ai.azure.com', 'models.github.ai', 'gateway.ai.cloudflare.com', 'ai-gateway.vercel.sh', 'oai.helicone.ai', 'anthropic.helicone.ai', 'api.portkey.ai', 'router.huggingface.co', 'openai.azure.com', 'services.ai.azure.com', 'cognitiveservices.azure.com', 'azure-api.net', 'amazonaws.com']; // prettier-ignore
const REDIRECTS: readonly Redirect[] = [
  { name: /^ANTHROPIC_(?:BASE_URL|API_URL)$/, what: 'prompts and the Anthropic key', own: ['anthropic.com', ...MODEL_HOSTS] },
  {
    name: /^OPENAI_(?:BASE_URL|API_BASE|API_BASE_URL|API_HOST|BASE)$/,
    what: 'prompts and the OpenAI key',
    own: ['openai.com', ...MODEL_HOSTS],
  },
  { name: /^(?:GOOGLE_)?GEMINI_(?:BASE_URL|API_BASE)$/, what: 'prompts and the Gemini key', own: ['googleapis.com', ...MODEL_HOSTS] },
  { name: /^AZURE_OPENAI_(?:ENDPOINT|BASE_URL)$/, what: 'prompts and the Azure OpenAI key', own: MODEL_HOSTS },
  { name: /^AWS_ENDPOINT_URL(?:_[A-Z0-9]+){0,3}$/, what: 'signed AWS calls', own: ['amazonaws.com', 'amazonaws.com.cn', 'api.aws', 'r2.cloudflarestorage.com', 'digitaloceanspaces.com', 'backblazeb2.com', 'wasabisys.com', 'fly.storage.tigris.dev', 'supabase.co', 'aliyuncs.com'] }, // prettier-ignore
  { name: /^(?:https?|all)_proxy$/i, what: 'all of its traffic', own: [] },
];

export default defineRule({
  id: 'traffic-redirected',
  family: 'network',
  title: 'A project file sends model or API traffic to another host',
  severity: 'medium',
  confidence: 'medium',
  mappings: {
    cwe: ['CWE-923', 'CWE-200'],
    'owasp-mcp': ['MCP04:2025', 'MCP01:2025'],
    'owasp-asi': ['ASI04', 'ASI01'],
    'owasp-nhi': ['NHI3:2025'],
    'nist-csf': ['PR.DS-02', 'ID.AM-03'],
  },
  messages: {
    server: '`{server}` sends {what} to {host} (`{name}`). Remove it unless your organisation runs or chose that host.',
    client:
      '{client} sends {what} of everyone who uses this file to {host} (`{name}`). Remove it unless your organisation runs or chose that host.',
  },
  file(file, { report }) {
    const tell = (slot: Slot, { endpoint, redirect }: Found, format: FormatInfo, scope: Scope, server: Server | null) => {
      const source = server?.document.source ?? file.source;
      if (!source) return;
      const data = { what: redirect.what, host: endpoint.host, name: slot.key ?? '' };
      const place = { at: endpoint.at, path: slot.path, source };
      if (server)
        report({
          ...place,
          server,
          message: 'server',
          data: { ...data, server: server.name },
          severity: weighed('medium', scope, server.enabled),
        });
      else report({ ...place, message: 'client', data: { ...data, client: format.name }, severity: weighed('high', scope) });
    };
    for (const server of file.reading.servers) {
      for (const slot of server.env) {
        const found = redirectIn(slot);
        if (found) tell(slot, found, server.format, server.scope, server);
      }
    }
    // What an administrator sets for all is a decision, not a surprise.
    if (!file.format || file.scope === 'managed') return;
    for (const slot of file.reading.slots) {
      const found = slot.where === 'setting' || slot.where === 'env' ? redirectIn(slot) : null;
      if (found) tell(slot, found, file.format, file.scope, null);
    }
  },
});

interface Found {
  readonly endpoint: Endpoint;
  readonly redirect: Redirect;
}

function redirectIn(slot: Slot): Found | null {
  const name = slot.key ?? '';
  if (name.length > 60) return null;
  const redirect = REDIRECTS.find(item => item.name.test(name));
  const endpoint = redirect && endpointsIn(slot)[0];
  if (!redirect || !endpoint || (endpoint.kind !== 'public' && endpoint.kind !== 'public-address')) return null;
  const { host } = endpoint;
  return redirect.own.some(own => host === own || host.endsWith('.' + own)) ? null : { endpoint, redirect };
}
