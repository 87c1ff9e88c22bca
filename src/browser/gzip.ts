/** gzip, where the browser has it and the page has not broken it: else null. Takes tasks: not for a page that is being left. */
export async function gzip(text: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
    return new Uint8Array(await new Response(packed).arrayBuffer());
  } catch {
    return null;
  }
}
