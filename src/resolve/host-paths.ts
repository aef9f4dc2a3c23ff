/** What a place on a computer gives away when a server may read it. */
export type PlaceKind = 'disk' | 'home' | 'users' | 'credentials' | 'system' | 'socket' | 'parent';

const HOME =
  /^(?:~|\$HOME|\$\{HOME\}|\$\{env:HOME\}|\{env:HOME\}|\$env:(?:HOME|USERPROFILE)|%USERPROFILE%|%HOMEDRIVE%%HOMEPATH%|\$\{USERPROFILE\}|\$\{env:USERPROFILE\}|\$\{userHome\}|\/root|(?:\/Users|\/home|\/var\/home|[A-Z]:\/Users|\/mnt\/[a-z]\/Users|\/[a-z]\/Users)\/[^/]{1,100})(?=\/|$)/i;
const USERS = /^(?:\/Users|\/home|[A-Z]:\/Users|\/mnt\/[a-z]\/Users)$/i;
const DISK = /^(?:\/|[A-Z]:|\/mnt\/[a-z]|\/host|\/hostfs|\/rootfs)$/i;
/** `/rootfs`, `/hostfs`. */
const LONGEST_DISK = 7;
const SYSTEM =
  /^(?:\/(?:etc|proc|sys|dev|boot|bin|sbin|lib)(?:\/|$)|\/(?:var|usr|opt|private|System|Library)$|[A-Z]:\/(?:Windows|Program Files|ProgramData)(?:\/|$))/i;
const SOCKET = /(?:^|\/)(?:docker|podman|containerd|crio|cri-dockerd|docker\.raw)\.sock$|^\/\/\.\/pipe\/docker_engine|docker_engine$/i;
/** Below a home folder: places where keys, tokens and the agents' own settings lie. */
const SECRETS =
  /^\/(?:\.(?:ssh|aws|azure|kube|docker|gnupg|gcp|oci|claude|cursor|codex|gemini|password-store|netrc|npmrc|pypirc|git-credentials|vault-token|mcp-auth)|\.config\/(?:gcloud|gh|op|sops)|\.local\/share\/keyrings|Library\/(?:Keychains|Application Support)|AppData(?:\/Roaming|\/Local)?)(?:\/|\.json|$)/i;

/**
 * Sorts a path as a person writes it in a configuration, variables unexpanded; null where it is nothing special.
 * Both kinds of slashes; a trailing slash or wildcard does not count.
 */
export function placeKind(written: string): PlaceKind | null {
  if (written.length > 1000) return null;
  let path = written.trim().replaceAll('\\', '/');
  if (path[1] === ':' && /^[A-Z]:\/*\*{0,2}$/i.test(path)) return 'disk';
  while (path.length > 1 && (path.endsWith('/') || path.endsWith('/*') || path.endsWith('/.'))) {
    path = path.slice(0, path.endsWith('/') ? -1 : -2) || '/';
  }
  if (path === '') return null;
  const lower = path.toLowerCase();
  if ((lower.endsWith('.sock') || lower.includes('docker_engine')) && SOCKET.test(path)) return 'socket';
  if (path.length <= LONGEST_DISK && DISK.test(path)) return 'disk';
  if (/^(?:\.\.\/){0,20}\.\.$/.test(path)) return 'parent';
  if (USERS.test(path)) return 'users';
  const home = HOME.exec(path);
  if (home) {
    const below = path.slice(home[0].length);
    return below === '' ? 'home' : SECRETS.test(below) ? 'credentials' : null;
  }
  if (/^%(?:APPDATA|LOCALAPPDATA)%$/i.test(path)) return 'credentials';
  return SYSTEM.test(path) ? 'system' : null;
}

/** In a few words, for messages: "the home folder, with its keys and logins". */
export const PLACE_WORDS: Readonly<Record<PlaceKind, string>> = {
  disk: 'the whole disk',
  home: 'a whole home folder, with its keys, logins and browser profiles',
  users: 'the home folders of every user',
  credentials: 'a folder of keys, logins or agent settings',
  system: "the system's own files",
  socket: 'the container engine, which means root on this machine',
  parent: 'the folder above the project, with every project beside it',
};
