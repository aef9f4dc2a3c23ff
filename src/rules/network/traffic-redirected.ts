import { defineRule } from '../../core/rule.ts';
import { table } from '../../core/table.ts';
import type { FormatInfo } from '../../core/format.ts';
import type { Scope, Server, Slot } from '../../core/model.ts';
import { setOf } from '../../core/words.ts';
import { type Endpoint, endpointsIn } from './shared/endpoints.ts';
import { weighed } from './shared/weight.ts';

interface Redirect {
  readonly names: (name: string) => boolean;
  readonly what: string;
  /** Hosts that serve this API by its makers, or by contract with them. */
  readonly own: readonly string[];
}
/** Gateways that people choose on purpose to reach models of several makers. */
const MODEL_HOSTS = ['openrouter.ai', 'api.deepseek.com', 'api.groq.com', 'api.together.xyz', 'api.mistral.ai', 'api.x.ai', 'api.fireworks.ai', 'generativelanguage.googleapis.com', 'dashscope.aliyuncs.com', 'dashscope-intl.aliyuncs.com', 'api.moonshot.cn', 'api.moonshot.ai', 'open.bigmodel.cn', 'api.z.ai', 'api.minimax.io', 'api.minimaxi.com', 'api.siliconflow.cn', 'ark.cn-beijing.volces.com', 'api.perplexity.ai', 'api.cerebras.ai', 'integrate.api.nvidia.com', 'models.inference.ai.azure.com', 'models.github.ai', 'gateway.ai.cloudflare.com', 'ai-gateway.vercel.sh', 'oai.helicone.ai', 'anthropic.helicone.ai', 'api.portkey.ai', 'router.huggingface.co', 'openai.azure.com', 'services.ai.azure.com', 'cognitiveservices.azure.com', 'azure-api.net', 'amazonaws.com']; // prettier-ignore
const oneOf = (words: string) => {
  const names = setOf(words);
  return (name: string) => names.has(name);
};
const PROXIES = setOf('http_proxy https_proxy all_proxy');
const redirects = table((): readonly Redirect[] => [
  { names: oneOf('ANTHROPIC_BASE_URL ANTHROPIC_API_URL'), what: 'prompts and the Anthropic key', own: ['anthropic.com', ...MODEL_HOSTS] },
  {
    names: oneOf('OPENAI_BASE_URL OPENAI_API_BASE OPENAI_API_BASE_URL OPENAI_API_HOST OPENAI_BASE'),
    what: 'prompts and the OpenAI key',
    own: ['openai.com', ...MODEL_HOSTS],
  },
  {
    names: oneOf('GEMINI_BASE_URL GEMINI_API_BASE GOOGLE_GEMINI_BASE_URL GOOGLE_GEMINI_API_BASE'),
    what: 'prompts and the Gemini key',
    own: ['googleapis.com', ...MODEL_HOSTS],
  },
  { names: oneOf('AZURE_OPENAI_ENDPOINT AZURE_OPENAI_BASE_URL'), what: 'prompts and the Azure OpenAI key', own: MODEL_HOSTS },
  { names: name => name.startsWith('AWS_ENDPOINT_URL') && /^AWS_ENDPOINT_URL(?:_[A-Z0-9]+){0,3}$/.test(name), what: 'signed AWS calls', own: ['amazonaws.com', 'amazonaws.com.cn', 'api.aws', 'r2.cloudflarestorage.com', 'digitaloceanspaces.com', 'backblazeb2.com', 'wasabisys.com', 'fly.storage.tigris.dev', 'supabase.co', 'aliyuncs.com'] }, // prettier-ignore
  { names: name => PROXIES.has(name.toLowerCase()), what: 'all of its traffic', own: [] },
]);

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
  const redirect = redirects().find(item => item.names(name));
  const endpoint = redirect && endpointsIn(slot)[0];
  if (!redirect || !endpoint || (endpoint.kind !== 'public' && endpoint.kind !== 'public-address')) return null;
  const { host } = endpoint;
  return redirect.own.some(own => host === own || host.endsWith('.' + own)) ? null : { endpoint, redirect };
}
