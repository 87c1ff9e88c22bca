/**
 * Whether two hosts are one site, whose pages are no source of its own visitors. Pure.
 *
 * There is no list of public suffixes here. A site is the last two labels of a host, and three where the last two look like a country's
 * own domain for companies (`co.uk`, `com.au`: at most three letters, then two). So a company of at most three letters under a country's
 * domain (`app.abc.io`, `my.abc.io`) is told apart from its own sisters unless it names its domain, or one is the other's parent or
 * `www`; and two sites of one hosting company (`a.github.io`, `b.github.io`) are not told apart.
 *
 * @param domain what the page has named as the domain of its subdomains.
 */
export function sameSite(a: string, b: string, domain = ''): boolean {
  const siteOf = (host: string): string =>
    isWithin(host, domain)
      ? domain
      : (/[^.]+\.([^.]{1,3}\.[a-z]{2}|[a-z][^.]*)$/.exec(host.replace(/^www\./, ''))?.[0] ?? host);
  const [one, other] = [siteOf(a), siteOf(b)];
  return isWithin(one, other) || isWithin(other, one);
}

const isWithin = (host: string, domain: string): boolean => !!domain && `.${host}`.endsWith(`.${domain}`);
