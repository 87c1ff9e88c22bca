import { MAX_BATCH_EVENTS } from '../../src/wire/limits.js';

/** How fast each sender may send: a token bucket for each, full at first, in memory only. */
export interface RateLimit {
  /**
   * Takes so many events from a sender's bucket, all or none.
   *
   * @returns 0 when they were taken, else in how many milliseconds they could be.
   */
  take(sender: string, events: number): number;
  /** Takes so many, also more than there are: the sender is in debt then, and waits until it is paid. */
  spend(sender: string, events: number): void;
  /** The same answer as `take`, and takes nothing. */
  waitMs(sender: string, events: number): number;
  /** Senders whose bucket is not full. */
  readonly senders: number;
}

export interface RateLimitOptions {
  /** Events; 0: no limit. */
  readonly perSecond: number;
  /** How many seconds' worth a bucket holds. Default 30. */
  readonly burstSeconds?: number;
  /** What a bucket holds. Default: `burstSeconds`, and a whole batch at least, which would else never come through. */
  readonly capacity?: number;
  /** The most buckets; beyond, the one that was used longest ago is forgotten. Default 100,000. */
  readonly maxSenders?: number;
  /** Milliseconds by a clock that nobody sets. */
  readonly monotonicMs?: () => number;
}

export function createRateLimit({
  perSecond,
  burstSeconds = 30,
  capacity = Math.max(perSecond * burstSeconds, MAX_BATCH_EVENTS),
  maxSenders = 100_000,
  monotonicMs = () => performance.now(),
}: RateLimitOptions): RateLimit {
  /** The one used longest ago stands first. */
  const buckets = new Map<string, { readonly events: number; readonly atMs: number }>();

  const filled = (bucket: { readonly events: number; readonly atMs: number } | undefined, nowMs: number) =>
    bucket === undefined ? capacity : Math.min(capacity, bucket.events + ((nowMs - bucket.atMs) * perSecond) / 1000);

  /** A full bucket is none, so an address is forgotten soon after its last request. */
  function forgetFull(nowMs: number): void {
    for (const [sender, bucket] of buckets) {
      if (buckets.size <= maxSenders && filled(bucket, nowMs) < capacity) return;
      buckets.delete(sender);
    }
  }

  const missingMs = (events: number, there: number) =>
    there >= events ? 0 : Math.ceil(((events - there) * 1000) / perSecond);

  return {
    take(sender, events) {
      if (perSecond === 0) return 0;
      const nowMs = monotonicMs();
      const there = filled(buckets.get(sender), nowMs);
      const taken = there >= events;
      buckets.delete(sender);
      buckets.set(sender, { events: taken ? there - events : there, atMs: nowMs });
      forgetFull(nowMs);
      return missingMs(events, there);
    },
    spend(sender, events) {
      if (perSecond === 0 || events === 0) return;
      const nowMs = monotonicMs();
      const there = filled(buckets.get(sender), nowMs);
      buckets.delete(sender);
      buckets.set(sender, { events: there - events, atMs: nowMs });
      forgetFull(nowMs);
    },
    waitMs: (sender, events) => (perSecond === 0 ? 0 : missingMs(events, filled(buckets.get(sender), monotonicMs()))),
    get senders() {
      return buckets.size;
    },
  };
}

/**
 * Who a request counts for: its write key and its address, of which an IPv6 one counts by its first 64 bits, for one
 * machine has all those below them.
 */
export function senderOf(writeKey: string, address: string | undefined): string {
  const plain = (address ?? '').replace(/^::ffff:(?=\d+\.)/, '');
  return `${writeKey}\0${plain.includes(':') ? firstHalf(plain) : plain}`;
}

/** An address by itself, whatever its write key. */
export const addressOf = (address: string | undefined): string => senderOf('', address);

/** The first four groups of an IPv6 address, with `::` written out. */
function firstHalf(address: string): string {
  const [head = '', tail] = address.split('%')[0]!.split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array<string>(8 - groups.length - after.length).fill('0');
  return [...groups, ...zeros, ...after].slice(0, 4).join(':');
}
