/**
 * Faults 22–24 on a disk that is really full: the browser's profile stands on one of 192 MB, which is filled while a page tracks. What
 * engines say then differs: docs/reliability.md. The page acts by itself, as WebKit's browser with a profile cannot be driven.
 */
import { expect } from 'vitest';
import { mountSmallDisk } from '../helpers/small-disk.js';
import { fault, NotHere } from './fault.js';
import type { Scene } from './scene.js';
import { waitUntil } from './wait-until.js';

const DISK_MB = 192;

/**
 * Tracks five events of 4 KB at a time for ever, and tells how many it has tracked and whether they are on disk. Once it has been told
 * to by `#once`, it gives those that are not on disk no number, so that they need not arrive.
 */
const TRACKER = (body: string): string => `{sdk}<script>
  const note = (what) => fetch('{files}'.replace('/sdk', '/note?' + what));
  const text = 'x'.repeat(4000);
  const burst = async (from, counted) => {
    const receipts = [];
    for (let n = from; n < from + 5; n++) receipts.push(ahaloop.track('Filling', counted ? { n, text } : { text }));
    return (await Promise.all(receipts)).every(({ durable }) => durable);
  };
  const run = async () => { ${body} };
  const watch = setInterval(() => {
    if (!window.ahaloop) return;
    clearInterval(watch);
    run();
  });
</script>`;

/** All are counted; a note is how many there are, and a sign. */
const ALL = TRACKER(`for (let n = 0; ; n += 5) {
  const durable = await burst(n, true);
  await note((n + 5) + (durable ? '+' : '-'));
  await new Promise((resolve) => setTimeout(resolve, 100));
}`);

/** Only those before the first that was not on disk are counted. */
const DURABLE = TRACKER(`let counted = 0;
  for (let full = false; ; ) {
    // Noted before it is known to be kept: it is counted only when it is.
    const durable = await burst(counted, !full);
    if (!durable) full = true;
    if (!full) counted += 5;
    await note(counted + (durable ? '+' : '-'));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }`);

async function onSmallDisk(
  scene: Scene,
  play: (disk: NonNullable<ReturnType<typeof mountSmallDisk>>) => Promise<void>,
): Promise<void> {
  const disk = mountSmallDisk(DISK_MB);
  if (!disk) throw new NotHere('a small disk can be mounted only by root on Linux');
  try {
    await play(disk);
  } finally {
    disk.remove();
  }
}

const last = ({ collector }: Scene): string => collector.notes.at(-1) ?? '';
/** How many events the page has told of. */
const told = (scene: Scene): number => parseInt(last(scene), 10) || 0;
/** Waits until it has told the same of so many rounds in a row. */
const rounds = (scene: Scene, sign: '+' | '-', count = 3): Promise<void> =>
  waitUntil(
    `${count} rounds of "${sign}"`,
    () =>
      scene.collector.notes.length >= count && scene.collector.notes.slice(-count).every((note) => note.endsWith(sign)),
    60_000,
  );

fault(
  23,
  'a disk that is really full: what cannot be written is said to be not durable and is delivered, and the disk is used again when there is room',
  { pages: { '/all': ALL }, repeated: 10_000 },
  async (scene) => {
    await onSmallDisk(scene, async (disk) => {
      const browser = await scene.launch({ profile: disk.folder });
      await scene.visit('/all', browser);
      await rounds(scene, '+');
      // What is delivered makes room in the database's own file: that it must grow, it must owe.
      scene.collector.fail({ type: 'status', status: 503, retryAfter: '0' });
      disk.fill();
      await rounds(scene, '-');
      await scene.collector.heal();
      const owed = told(scene);
      await waitUntil('what is in memory is delivered', () => scene.collector.rows.size >= owed, 60_000);
      disk.free();
      await rounds(scene, '+');
      scene.expect(told(scene));
      await scene.delivered({ withinMs: 60_000 });
      await browser.kill('SIGKILL');
    });
  },
);

fault(
  24,
  'a disk that is full when what was acknowledged is to be deleted: the page does not send it over and over',
  { pages: { '/all': ALL }, repeated: 10_000 },
  async (scene) => {
    await onSmallDisk(scene, async (disk) => {
      const browser = await scene.launch({ profile: disk.folder });
      scene.collector.fail({ type: 'status', status: 503, retryAfter: '0' });
      await scene.visit('/all', browser);
      await waitUntil('some are owed', () => told(scene) >= 50);
      disk.fill();
      await scene.collector.heal();
      await waitUntil('they are delivered', () => scene.collector.rows.size >= 50);
      const before = scene.collector.repeats;
      await waitUntil('there were more rounds', () => told(scene) > 150, 60_000);
      expect(scene.collector.repeats - before).toBeLessThan(100);
      disk.free();
      scene.expect(told(scene));
      await scene.delivered({ withinMs: 60_000 });
      await browser.kill('SIGKILL');
    });
  },
);

fault(
  23,
  'a browser that is killed on a full disk, the collector being away, has lost nothing that was said to be durable',
  { pages: { '/durable': DURABLE }, repeated: 10_000 },
  async (scene) => {
    await onSmallDisk(scene, async (disk) => {
      await scene.collector.refuse();
      const browser = await scene.launch({ profile: disk.folder });
      await scene.visit('/durable', browser);
      await waitUntil('some are on disk', () => told(scene) >= 50);
      disk.fill();
      await rounds(scene, '-');
      scene.expect(told(scene));
      await browser.kill('SIGKILL');
      disk.free();
      await scene.collector.heal();
      const again = await scene.launch({ profile: disk.folder });
      await scene.visit('/next', again);
      await scene.delivered({ withinMs: 60_000 });
      await again.kill('SIGKILL');
    });
  },
);
