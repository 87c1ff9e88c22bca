/**
 * Takes the sender's IP address out of what was sent, before anything is judged, stored or kept as rejected: the `ip` of
 * `context`, of the batch's and of each event's, where Segment's spec has it, and an `ip` beside them.
 *
 * What a product puts into its own properties and traits is the product's.
 */
export function dropIp(request: object): void {
  const { batch } = request as { batch?: unknown };
  for (const part of [request, ...(Array.isArray(batch) ? (batch as unknown[]) : [])]) {
    if (typeof part !== 'object' || part === null) continue;
    Reflect.deleteProperty(part, 'ip');
    const { context } = part as { context?: unknown };
    if (typeof context === 'object' && context !== null) Reflect.deleteProperty(context, 'ip');
  }
}
