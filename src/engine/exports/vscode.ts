import { isPlaceholder } from '../../governance/policy.ts';
import type { Value } from '../../syntax/edit.ts';
import type { Approved } from './approved.ts';
import type { Context, Exported } from './index.ts';

const TYPES = { npm: 'npm', pypi: 'pypi', nuget: 'nuget', oci: 'oci' } as const;

/**
 * The list of servers of an MCP registry (`GET /v0.1/servers`), which is what VS Code and Copilot compare with where
 * their policy says "registry only". They compare names, so entries without a registry name cannot be in it.
 */
export async function staticRegistry({ before, approved }: Context): Promise<Exported> {
  const allowed = approved.filter(({ verdict }) => verdict === 'allow');
  const named = allowed.filter(({ record }) => record.data.match.registry !== undefined);
  const left = allowed
    .filter(one => !named.includes(one))
    .map(({ record }) => ({ id: record.data.id, reason: 'VS Code knows it by its name in a registry; give its `match` a `registry`' }));
  if (named.length === 0)
    return { text: before?.text ?? '', left, hints: ['There is nothing to list, and an empty registry would block every server.'] };
  const body = { servers: named.map(serverOf), metadata: { count: named.length } };
  return {
    text: JSON.stringify(body, null, 2) + '\n',
    left,
    hints: [
      'Serve it over https as <registry>/v0.1/servers, and set the policies McpGalleryServiceUrl to <registry> and ChatMCP to `registry`; VS Code compares names alone, the lists of `postern generate copilot` compare addresses and commands.',
    ],
  };
}

function serverOf({ record, urls }: Approved): Value {
  const { match, title, purpose, id } = record.data;
  const version = match.version ?? '0.0.0';
  const packages = Object.entries(TYPES).flatMap(([key, registryType]) => {
    const identifier = match[key as keyof typeof TYPES];
    if (identifier === undefined) return [];
    return [{ registryType, identifier, ...(match.version === undefined ? {} : { version: match.version }), transport: { type: 'stdio' } }];
  });
  const remotes = urls.filter(url => !url.includes('*')).map(url => ({ type: /\/sse\/?$/.test(url) ? 'sse' : 'streamable-http', url }));
  return {
    server: {
      name: match.registry!,
      ...(title === undefined ? {} : { title }),
      description: (purpose === undefined || isPlaceholder(purpose) ? (title ?? id) : purpose).slice(0, 100),
      version,
      ...(packages.length > 0 ? { packages } : {}),
      ...(remotes.length > 0 ? { remotes } : {}),
    },
    _meta: {
      'io.modelcontextprotocol.registry/official': {
        status: record.data.lifecycle === 'deprecated' ? 'deprecated' : 'active',
        isLatest: true,
      },
    },
  };
}
