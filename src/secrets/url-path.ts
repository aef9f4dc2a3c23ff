import { consistsOf, holds, isDigit, isUpper } from '../core/chars.ts';
import { endsInOneOf, extensionOf, setOf } from '../core/words.ts';
import { isPlaceholder } from '../resolve/placeholders.ts';
import { surprise } from './language.ts';
import { isSequence, isUuid, shapeOf } from './shape.ts';
import { identifies, isWrittenInBase64 } from './unnamed.ts';

/** A stretch of a URL's path that is a permission. Offsets are 0-based into the path; `sure` where its host is known for such URLs. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  readonly value: string;
  readonly sure: boolean;
}

/** Hosts whose URLs are themselves the permission to use them: any random segment of the path is a token. */
const CAPABILITY = setOf(
  'zapier.com composio.dev pipedream.net make.com n8n.cloud firecrawl.dev activepieces.com klavis.ai ngrok-mcp.app modelscope.cn modelscope.net ' +
    'rube.app metatool.ai router.mcp.so mcp.higress.ai api.dify.ai mcp.feishu.cn open.feishu.cn mcp.larksuite.com open.larksuite.com',
);
/** n8n on a host of one's own: only the path behind `mcp` or `webhook` lets in whoever knows it. */
const N8N = /(?:^|\.)n8n[.-]/;
const TRIGGERS = setOf('mcp webhook mcp-test webhook-test');
/** Hosts of code and documents, whose paths hold commits, digests and ids. */
const CONTENT = setOf(
  'github.com githubusercontent.com github.io gitlab.com bitbucket.org jsdelivr.net unpkg.com esm.sh huggingface.co notion.so notion.site google.com ' +
    'figma.com npmjs.org npmjs.com pypi.org pythonhosted.org youtube.com docker.io docker.com ghcr.io quay.io wikipedia.org arxiv.org asana.com ' +
    'atlassian.net trello.com sharepoint.com airtable.com miro.com',
);
/** A path that ends in a file is one of contents, too. */
const FILES = setOf(
  'js mjs css json yaml yml zip gz tgz whl jar png jpg jpeg svg gif webp ico pdf htm html md txt xml csv exe dmg mcpb dxt',
);
/** What stands in front of the name of a thing: `/projects/`, `/commit/`, `/d/`. */
const COLLECTION =
  /^(?:[a-z][a-z_-]{2,40}s|[a-z_-]{0,40}ids?|commit|blob|tree|raw|sha|digest|project|workspace|document|page|file|user|org|team|d)$/i;

/**
 * Random segments of a path.
 * @param host in lower case.
 * @param isEndpoint the address of a server, where a random segment is nearly always a permission; elsewhere, and where the
 * path says what it names, it must be long and of mixed case.
 */
export function secretSegments(path: string, host: string, isEndpoint: () => boolean): Segment[] {
  const found: Segment[] = [];
  const name = withoutPort(host);
  const capability = endsInOneOf(name, CAPABILITY, '.');
  if (!capability && (endsInOneOf(name, CONTENT, '.') || FILES.has(extensionOf(path)))) return found;
  const hasTriggers = host.includes('n8n') && N8N.test(host);
  let before = '';
  for (const { start, end } of stretches(path)) {
    const text = path.slice(start, end);
    const value = decoded(text);
    const known = capability || (hasTriggers && TRIGGERS.has(before));
    const previous = before;
    before = text;
    if (!(known ? shapeOf(value).random : isPermission(value, () => !COLLECTION.test(previous) && isEndpoint()))) continue;
    if (!/[@{}$<>]/.test(value) && !isPlaceholder(value) && !isSequence(value)) found.push({ start, end, value, sure: known });
  }
  return found;
}

function withoutPort(host: string): string {
  const colon = host.lastIndexOf(':');
  return colon >= 0 && consistsOf(host.slice(colon + 1), isDigit) ? host.slice(0, colon) : host;
}

function isPermission(value: string, isEndpoint: () => boolean): boolean {
  if (value.length < 20 || isUuid(value) || identifies(value) || !/^[A-Za-z0-9_~=+/.-]+$/.test(value) || isWrittenInBase64(value))
    return false;
  const shape = shapeOf(value);
  const mixed = /[A-Z]/.test(value) && /[a-z]/.test(value) && surprise(value) >= 0.45;
  if (isEndpoint()) return (shape.random && !/^(?:[0-9a-f]{24}|[0-9a-f]{28})$/i.test(value)) || mixed;
  return (shape.strong || mixed) && mixed && value.length >= 24;
}

/** Segments of at least 16 characters; neighbours that only a `/` of base64 parts are one. */
function* stretches(path: string): Generator<{ start: number; end: number }> {
  let open: { start: number; end: number } | null = null;
  for (let start = 0, end = 0; start < path.length; start = end + 1) {
    end = path.indexOf('/', start);
    if (end < 0) end = path.length;
    if (end === start) continue;
    const encoded = isPieceOfBase64(path.slice(start, end));
    if (open && encoded && open.end + 1 === start && end - open.start <= 400) open = { start: open.start, end };
    else {
      if (open) yield open;
      open = null;
      if (encoded) open = { start, end };
      else yield { start, end };
    }
  }
  if (open) yield open;
}

/** A piece that could not be anything else: mixed case and a number, or signs of base64, and no word. */
function isPieceOfBase64(text: string): boolean {
  if (text.length > 400 || !holds(text, isUpper) || !/^[A-Za-z0-9+]+={0,2}$/.test(text)) return false;
  return text.length < 5 ? /[a-z0-9+]/.test(text) && !/^[A-Z][a-z]+$/.test(text) : surprise(text) >= 0.8;
}

function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
