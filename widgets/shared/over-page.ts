import { afterModals } from './after-modals.js';
import { dress } from './dress.js';
import { listen } from './listen.js';
import type { Surface } from './surface.js';

/**
 * How a card stands over the page without being modal: in the top layer, taking no focus, waiting while the host has a modal open,
 * above the on-screen keyboard, stepping aside when it would hide what the person focuses in the page.
 *
 * @param css where and how large it is.
 */
export function overPage(css: string): Surface['open'] {
  const dressed = new WeakSet<Node>();

  return (card, onShown, onEscape, announcement) => {
    const page = card.ownerDocument;
    const root = card.getRootNode() as ShadowRoot;
    let cameFrom: EventTarget | null = null;

    if (!dressed.has(root)) dress(root, css);
    dressed.add(root);
    const stopWaiting = afterModals(page, () => {
      (card as Partial<HTMLElement>).showPopover?.();
      onShown();
      // a status region speaks of what changes in it, so it must be there for a moment first
      setTimeout(() => card.querySelector('[role=status] .sr')?.append(announcement), 150);
    });

    const remember = ({ relatedTarget }: FocusEvent) => {
      if (relatedTarget && !card.contains(relatedTarget as Node)) cameFrom = relatedTarget;
    };
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing) return;
      event.stopPropagation();
      onEscape();
    };
    const stepAside = ({ target }: FocusEvent) => {
      if (target !== root.host && covers(card, target as Element)) card.toggleAttribute('data-aside');
    };
    const { visualViewport: view } = window;
    const lift = () => {
      if (view) card.style.setProperty('--_lift', `${Math.max(0, innerHeight - view.height - view.offsetTop)}px`);
    };
    const undos = [
      listen(card, 'focusin', remember),
      listen(card, 'keydown', closeOnEscape),
      listen(page, 'focusin', stepAside),
      listen(view, 'resize', lift),
      listen(view, 'scroll', lift),
    ];

    return () => {
      const wasInside = focusIn(root);
      stopWaiting();
      for (const undo of undos) undo();
      (card as Partial<HTMLElement>).hidePopover?.();
      if (wasInside && cameFrom instanceof HTMLElement) cameFrom.focus({ preventScroll: true });
    };
  };
}

function focusIn(root: ShadowRoot): Element | null {
  try {
    return root.activeElement;
  } catch {
    return null; // happy-dom cannot tell while the host is taken out of its page
  }
}

function covers(card: Element, element: Element): boolean {
  const mine = card.getBoundingClientRect();
  const theirs = element.getBoundingClientRect();
  return (
    theirs.left >= mine.left && theirs.right <= mine.right && theirs.top >= mine.top && theirs.bottom <= mine.bottom
  );
}
