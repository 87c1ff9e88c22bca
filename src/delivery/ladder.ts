/**
 * Chooses where to write: the first disk, else the second, else memory; and comes back up as soon as it can.
 *
 * A database that does not answer is first poked (a cached page may hold it), then passed by: another name has always worked while
 * the first was stuck (docs/reliability.md).
 */
import type { Clock, Disk, QueueStore } from './ports.js';

export interface Ladder {
  /** Where to write now; null while it is not known yet: the journal's time. */
  target(): QueueStore | null;
  /** A write to it was not answered. */
  silent(disk: Disk): void;
  /** The page has lost this disk: somebody closed it. */
  closed(): void;
  /** Between a page's leaving and its return nothing is opened, nor before `hold(false)` is first called. */
  _hold(left: boolean): void;
}

export interface LadderPorts {
  readonly disks: readonly [Disk, Disk];
  readonly _memory: QueueStore;
  readonly after: Clock['after'];
  /** Asks cached pages to let go. */
  readonly _poke: () => void;
  /** The target may be another one now. */
  readonly onChange: () => void;
}

/** From the moment that the first disk is missed, in milliseconds. */
export const POKE_AFTER_MS = 1_000;
export const SECOND_AFTER_MS = 3_000;
export const MEMORY_AFTER_MS = 6_000;
/** A disk that is stuck or refuses to open is tried again after so long, and then after twice as long, up to the cap. */
const HEAL_AFTER_MS = 5_000;
const HEAL_CAP_MS = 5 * 60_000;

export function createLadder({ disks, _memory: memory, after, _poke: poke, onChange }: LadderPorts): Ladder {
  const [first, second] = disks;
  /** They may be open, but have left a write unanswered. */
  const stuck = new Set<Disk>();
  let healAfterMs = HEAL_AFTER_MS;
  let hopeless = false;
  /** Nothing is opened before the page is first said to be there. */
  let held = true;
  // What is under way: each of them at most once.
  let climbing = false;
  let healing = false;
  let givingUp = false;
  let openingSecond = false;
  let secondWasOpen = false;
  let undo: (() => void)[] = [];

  const usable = (disk: Disk): boolean => disk._isOpen() && !stuck.has(disk);

  const later = (waitMs: number, callback: () => void): void => {
    undo = [...undo, after(waitMs, callback)];
  };

  const arrived = (): void => {
    if (usable(first)) {
      for (const cancel of undo) cancel();
      undo = [];
      climbing = healing = givingUp = hopeless = false;
      stuck.clear();
    }
    onChange();
  };
  const giveUp = (): void => {
    if (disks.some(usable)) return;
    hopeless = true;
    onChange();
  };
  const openSecond = (): void => {
    if (usable(first) || held || openingSecond) return;
    openingSecond = true;
    const settle = (then: () => void) => () => {
      openingSecond = false;
      then();
    };
    second
      .open()
      .then(
        settle(() => {
          secondWasOpen = true;
          arrived();
        }),
        settle(giveUp),
      )
      .catch(() => {});
  };
  const heal = (): void => {
    if (healing) return;
    healing = true;
    later(healAfterMs, () => {
      healAfterMs = Math.min(2 * healAfterMs, HEAL_CAP_MS);
      stuck.clear();
      healing = climbing = false;
      climb();
    });
  };
  const openFirst = (): void => {
    first
      .open()
      .then(arrived, () => {
        openSecond();
        heal();
      })
      .catch(() => {});
  };

  /** Opens what can be opened, by the timetable. */
  const climb = (): void => {
    if (held || usable(first)) return;
    if (!climbing) {
      climbing = true;
      if (stuck.has(first)) openSecond();
      else openFirst();
      later(POKE_AFTER_MS, poke);
      later(SECOND_AFTER_MS, openSecond);
    } else if (secondWasOpen && !usable(second) && !hopeless) {
      openSecond();
    }
    if (givingUp || hopeless || disks.some(usable)) return;
    givingUp = true;
    later(MEMORY_AFTER_MS, () => {
      givingUp = false;
      giveUp();
    });
  };

  return {
    target: () => {
      const disk = disks.find(usable);
      if (disk !== first) climb();
      return disk ?? (hopeless ? memory : null);
    },
    silent: (disk) => {
      // Of many writes that are not answered the first says it.
      if (stuck.has(disk)) return;
      stuck.add(disk);
      disk.close();
      heal();
      climbing = false;
      climb();
    },
    closed: climb,
    _hold: (left) => {
      held = left;
      if (!held) climb();
    },
  };
}
