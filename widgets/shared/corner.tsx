import { afterModals } from './after-modals.js';
import { CloseButton } from './close-button.js';
import { cornerCss } from './corner.style.js';
import { dress } from './dress.js';
import { listen } from './listen.js';
import type { Surface } from './surface.js';

const dressed = new WeakSet<ShadowRoot>();

/**
 * The corner of the page, or on a phone a sheet at its foot: in the top layer, never modal. What is there takes no focus,
 * waits while the host has a modal open, stays above the on-screen keyboard, and changes sides when it would hide what the person
 * focuses in the page. A dialog, named by the element with the id `question`.
 */
export const surface: Surface = {
  frame: (label, onClose) => ({
    card: { class: 'card corner', popover: 'manual', role: 'dialog', 'aria-labelledby': 'question' },
    closeButton: <CloseButton label={label} onClose={onClose} />,
  }),
  open: openCorner,
};

function openCorner(card: HTMLElement, onShown: () => void, onEscape: () => void, announcement: string): () => void {
  const page = card.ownerDocument;
  const root = card.getRootNode() as ShadowRoot;
  let cameFrom: EventTarget | null = null;

  if (!dressed.has(root)) dress(root, cornerCss);
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
    const wasInside = root.activeElement;
    stopWaiting();
    for (const undo of undos) undo();
    (card as Partial<HTMLElement>).hidePopover?.();
    if (wasInside && cameFrom instanceof HTMLElement) cameFrom.focus({ preventScroll: true });
  };
}

function covers(card: Element, element: Element): boolean {
  const mine = card.getBoundingClientRect();
  const theirs = element.getBoundingClientRect();
  return (
    theirs.left >= mine.left && theirs.right <= mine.right && theirs.top >= mine.top && theirs.bottom <= mine.bottom
  );
}
