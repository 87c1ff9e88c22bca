/** What is kept of paths that were told: few kinds, or everything is a kind of its own. */
const MAX_KINDS = 100;

/** Somebody posts events where nobody takes them. */
export class UnknownPathError extends Error {
  override name = 'UnknownPathError';
  readonly code = 'path-unknown';
}

/**
 * Tells once of each kind of path that somebody posts to and that there is not: a client whose paths are not known loses all its events,
 * and its own console may not say so. Of a path's parts, what may be an id is left out.
 */
export function tellUnknownPaths(onFailure: (error: unknown) => void): (path: string) => void {
  const told = new Set<string>();
  return (path) => {
    const kind = path
      .split('/')
      .map((part) => (/^[a-z][a-z_-]{0,30}$|^v\d{1,2}$|^$/i.test(part) ? part : '*'))
      .slice(0, 8)
      .join('/');
    if (told.size >= MAX_KINDS || told.has(kind)) return;
    told.add(kind);
    const remedy = 'Events go to POST /v1/batch; docs/clients.md names the option of each client.';
    onFailure(new UnknownPathError(`Somebody posts to ${kind}, where nothing is; ${remedy}`));
  };
}
