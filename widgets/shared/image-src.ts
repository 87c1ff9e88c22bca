/** The address of an image that may be shown, as it was given: https, or of the page's own origin; null for every other. */
export function safeImage(address: unknown): string | null {
  if (typeof address !== 'string' || !address.trim() || address.length > 2048) return null;
  try {
    const { protocol, origin } = new URL(address, document.baseURI);
    return protocol === 'https:' || origin === location.origin ? address : null;
  } catch {
    return null;
  }
}
