import { compilePart } from '../../core/glob.ts';
import { table } from '../../core/table.ts';
import type { Server } from '../../core/model.ts';
import { defineRule } from '../../core/rule.ts';
import { setOf } from '../../core/words.ts';
import { registries } from '../../generated/supply.ts';
import { allowedRegistries, governed } from '../../governance/policy.ts';
import { hostOf, isLoopback } from '../../resolve/endpoints.ts';
import { launchOf } from '../../resolve/launch.ts';
import type { Word } from '../../resolve/launch-types.ts';
import { placeOf, wordOf } from '../../resolve/words.ts';
import { gravity } from '../scope/shared/narrowing.ts';

const OPTIONS = setOf(
  '--registry --index-url -i --extra-index-url --default-index --index --find-links --source --add-source --trusted-host --allow-insecure-host',
);
/** In whichever case: npm takes `npm_config_registry`. */
const VARIABLES = setOf(
  'npm_config_registry yarn_registry yarn_npm_registry_server bun_config_registry uv_default_index uv_index uv_index_url uv_extra_index_url uv_find_links uv_insecure_host pip_index_url pip_extra_index_url pip_trusted_host pip_find_links',
);
const EXTRA = /extra|find.?links|^--(?:index|add-source)$|^UV_INDEX$/i;
const UNVERIFIED = /trusted.?host|insecure.?host/i;

export default defineRule({
  id: 'non-default-package-index',
  family: 'supply-chain',
  title: 'A server is fetched from another package index',
  severity: 'medium',
  confidence: 'medium',
  mappings: {
    cwe: ['CWE-427', 'CWE-829'],
    'owasp-mcp': ['MCP04:2025'],
    'owasp-asi': ['ASI04'],
    'nist-csf': ['GV.SC-04', 'ID.RA-09'],
    'cosai-mcp': ['CoSAI-MCP-T11'],
    'safe-mcp': ['SAFE-T1002'],
    'csa-maestro': ['L7'],
  },
  messages: {
    index:
      '`{server}` in {client} is fetched from the package index at {host} (`{option}`). Remove the option, or have that index approved.',
    refused:
      '`{server}` in {client} is fetched from {host} (`{option}`), which `allowed_registries` of the policy does not list. Fetch it from one that is listed, or have this one added.',
    extra:
      '`{server}` in {client} may be fetched from {host} besides the default index (`{option}`), so whichever has the higher version wins. Name one index only.',
    plain: '`{server}` in {client} is fetched from {host} without encryption (`{option}`): anybody on the way can replace it. Use https.',
    unverified: '`{server}` in {client} is fetched from {host} without checking its certificate (`{option}`). Remove the option.',
  },
  server(server, { report, workspace: { governance } }) {
    const allowed = governed(server) ? allowedRegistries(governance) : null;
    const seen = new Set<string>();
    for (const { option, word } of indexesOf(server)) {
      const { value } = word;
      if (value === '' || /[$%{]/.test(value)) continue;
      const unverified = UNVERIFIED.test(option);
      const host = hostOf(value) ?? (unverified && /^[\w.-]{3,200}(?::\d{1,5})?$/.test(value) ? value : null);
      if (host === null || seen.has(`${option} ${host}`) || isLoopback(`//${host}`)) continue;
      seen.add(`${option} ${host}`);
      const plain = value.startsWith('http://');
      const extra = EXTRA.test(option);
      const refused = allowed !== null && !allowed(host);
      // What the policy lists is approved; a second index is a risk all the same.
      if (!unverified && !plain && !refused && (isUsual(host) || (allowed !== null && !extra))) continue;
      const message = unverified ? 'unverified' : plain ? 'plain' : refused ? 'refused' : extra ? 'extra' : 'index';
      report({
        ...placeOf(server, word),
        message,
        severity: gravity(server, message === 'extra' || message === 'index' ? 'medium' : 'high'),
        data: { server: server.name, client: server.format.name, host, option },
      });
    }
  },
});

function indexesOf(server: Server): { option: string; word: Word }[] {
  const { hops, env } = launchOf(server);
  const found: { option: string; word: Word }[] = [];
  for (const { kind, program, options } of hops) {
    // `-i` is interactive to containers and shells.
    if (kind !== 'runner' && program !== 'uv run') continue;
    for (const { name, valueWord } of options) if (valueWord && OPTIONS.has(name)) found.push({ option: name, word: valueWord });
  }
  for (const slot of server.env)
    if (slot.key && VARIABLES.has(slot.key.toLowerCase())) found.push({ option: slot.key, word: wordOf(slot) });
  for (const { name, value, word } of env) if (value !== null && VARIABLES.has(name.toLowerCase())) found.push({ option: name, word });
  return found;
}

const hosted = table(() => registries.hosted.map(compilePart));
const usual = table((): ReadonlySet<string> => new Set(registries.packages.map(labels => labels.join('.'))));
const isUsual = (host: string) => usual().has(host) || hosted().some(matches => matches(host));
