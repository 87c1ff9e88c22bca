/** The strictest policy that a page may have: scripts of one origin and no HTML made by them, nothing else but what is said. */
export const strictPolicy = (scripts: string, ...allowed: readonly string[]): Readonly<Record<string, string>> => ({
  'content-security-policy': [
    "default-src 'none'",
    `script-src ${scripts}`,
    ...allowed,
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
});
