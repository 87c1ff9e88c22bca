/**
 * A channel between the pages of an origin. A message throws cached pages out of the back/forward cache, and with them what they
 * hold; so it is sent only when something is held, and a page that leaves with nothing under way closes its end.
 */
export function createChannel(name: string): { _poke(): void; open(): void; close(): void } {
  let channel: BroadcastChannel | null = null;
  const open = (): void => {
    try {
      channel ??= new BroadcastChannel(name);
      // In a test runner's page it would keep the process alive.
      (channel as { unref?: () => void }).unref?.();
    } catch {
      // There is none here.
    }
  };
  return {
    open,
    close: () => {
      channel?.close();
      channel = null;
    },
    _poke: () => channel?.postMessage('poke'),
  };
}
