/** A page's address as it may be kept: without credentials, and without a hash that is no route. */
export interface PageAddress {
  /** Without path, query or hash. */
  readonly site: string;
  /** With the route of a hash router: `/app/#/reports`. */
  readonly path: string;
  readonly search: string;
  readonly url: string;
}

/** Takes an address apart. Of a file only its name is kept: the folders tell whose computer it is. Pure. */
export function readAddress({ protocol, host, pathname, search, hash }: URL | Location): PageAddress {
  // `#/reports?year=2026`, `#!/reports;year=2026`. A name with a value comes after `?` or `;` only: `#/access_token=…` is no route.
  const [, route = '', query = ''] = /^(#!?\/[^?=&;#]*)([?;][^#]*)?(#.*)?$/.exec(hash) ?? [];
  const isFile = /^(file|content):/.test(protocol);
  const site = protocol + (isFile ? '//' : host && `//${host}`);
  const file = isFile ? pathname.replace(/.*\//, '/') : pathname;
  return { site, path: file + route, search, url: site + file + search + route + query };
}
