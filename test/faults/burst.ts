import type { Scene } from './scene.js';

/** A page that tracks without end and tells the test how many are on disk. */
export const BURST = `{sdk}<script>
  const burst = async () => {
    for (let n = 0; ; n += 5) {
      const receipts = [];
      for (let i = n; i < n + 5; i++) receipts.push(ahaloop.track('Burst', { n: i }));
      const kept = await Promise.all(receipts);
      if (kept.every(({ durable }) => durable)) await fetch('{files}'.replace('/sdk', '/note?' + (n + 5)));
    }
  };
  const watch = setInterval(() => {
    if (!window.ahaloop) return;
    clearInterval(watch);
    burst();
  });
</script>`;

/** How many events the page has said to be on disk. */
export const keptOnDisk = ({ collector }: Scene): number => Number(collector.notes.at(-1) ?? 0);
