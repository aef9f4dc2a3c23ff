import type { Fetched, Target } from '../../core/inventory.ts';

/**
 * Package URL of a package or image by its registry's own rules; null for what has no type in that scheme.
 * @param version as written; used only where it names one content.
 */
export function purlOf({ kind, name }: Pick<Target, 'kind' | 'name'>, version: string | null, pin: Fetched['pin']): string | null {
  if (name === '' || /[…\s]/.test(name)) return null;
  const exact = version !== null && (pin === 'exact' || pin === 'commit') && !/[…$<>{}]/.test(version) ? '@' + encode(version) : '';
  switch (kind) {
    case 'npm':
      return `pkg:npm/${path(name)}${exact}`;
    case 'pypi':
      return `pkg:pypi/${encode(name.toLowerCase().replace(/[-_.]+/g, '-'))}${exact}`;
    case 'nuget':
      return `pkg:nuget/${encode(name)}${exact}`;
    case 'cargo':
      return `pkg:cargo/${encode(name)}${exact}`;
    case 'go':
      return `pkg:golang/${path(name.toLowerCase())}${exact}`;
    case 'git': {
      const repository = /^https:\/\/github\.com\/([\w.-]{1,100})\/([\w.-]{1,100}?)(?:\.git)?$/i.exec(name);
      return repository ? `pkg:github/${encode(repository[1]!.toLowerCase())}/${encode(repository[2]!.toLowerCase())}${exact}` : null;
    }
    case 'oci':
      return image(name, version, pin);
    default:
      return null;
  }
}

/** The last part is the name, the rest the repository; a version is a digest, a tag is a qualifier. */
function image(name: string, version: string | null, pin: Fetched['pin']): string | null {
  const first = name.split('/', 1)[0]!;
  const hosted = name.includes('/') && /[.:]|^localhost$/.test(first);
  const repository = hosted ? name : `docker.io/${name.includes('/') ? name : 'library/' + name}`;
  const last = repository.slice(repository.lastIndexOf('/') + 1).toLowerCase();
  if (last === '' || /[${}]/.test(name)) return null;
  const digest = pin === 'digest' && version !== null ? /sha256:[0-9a-f]{64}/.exec(version)?.[0] : undefined;
  const tag = version !== null && digest === undefined && /^[\w.-]{1,128}$/.test(version) ? `&tag=${encode(version)}` : '';
  return `pkg:oci/${encode(last)}${digest ? '@' + encode(digest) : ''}?repository_url=${repository.split('/').map(encode).join('/').toLowerCase()}${tag}`;
}

function path(name: string): string {
  return name.split('/').map(encode).join('/');
}

function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd')).replace(
    /[!'()*]/g,
    char => '%' + char.charCodeAt(0).toString(16).toUpperCase(),
  );
}
