import { listen } from './listen.js';
import { afterModals } from './after-modals.js';
import { cornerCss } from './corner.style.js';
import { dress } from './dress.js';

const dressed = new WeakSet<ShadowRoot>();

/**
 * Shows a card in the corner of the page, or as a sheet at the foot of a phone: in the top layer, never modal.
 * It takes no focus, waits while the host has a modal open, stays above the on-screen keyboard, and changes sides
 * when it would hide what the person focuses in the page. Loaded only when something is to be shown there.
 *
 * @param card an element with `popover="manual"` in a widget's shadow root.
 * @param onShown it is on the screen.
 * @param onEscape the person wants it closed: Escape, with the focus inside.
 * @param announcement told to screen readers when it has opened.
 * @returns closes it; focus goes back to where it came from, if it was inside.
 */
export function openCorner(
  card: HTMLElement,
  onShown: () => void,
  onEscape: () => void,
  announcement: string,
): () => void {
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

/** The attributes of a card in the corner: a dialog, named by the element with the id `question`, and not modal. */
export const IN_CORNER = {
  class: 'card corner',
  popover: 'manual',
  role: 'dialog',
  'aria-labelledby': 'question',
};

/** Closes what is in the corner. */
export function CloseButton({ label, onClose }: { readonly label: string; readonly onClose: () => void }) {
  return (
    <button type="button" class="close" part="close" aria-label={label} onClick={onClose}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M6 6l12 12M18 6L6 18" />
      </svg>
    </button>
  );
}

function covers(card: Element, element: Element): boolean {
  const mine = card.getBoundingClientRect();
  const theirs = element.getBoundingClientRect();
  return (
    theirs.left >= mine.left && theirs.right <= mine.right && theirs.top >= mine.top && theirs.bottom <= mine.bottom
  );
}
