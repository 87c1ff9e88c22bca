import { afterModals } from './after-modals.js';
import { CloseButton } from './close-button.js';
import { dress } from './dress.js';
import { listen } from './listen.js';
import { modalCss } from './modal.style.js';
import type { Surface } from './surface.js';

const dressed = new WeakSet<Node>();

/**
 * The middle of the page, modal: a `<dialog>` by `showModal()`, so that the browser itself keeps the focus in and the page inert. Only
 * for what was asked to be so. It waits while the host has a modal open; it locks no scrolling, as what is not taken from a page need not be
 * given back. Escape, a phone's back gesture and the close button close it, and with the setting `closedby: "any"` (HTML's word for it)
 * a click beside it. Named by the element with the id `question`.
 */
export const surface: Surface = {
  frame: (label, onClose, setting) => ({
    tag: 'dialog',
    card: { class: 'card modal', 'aria-labelledby': 'question', 'data-closedby': setting('closedby') },
    closeButton: <CloseButton label={label} onClose={onClose} />,
  }),
  open: openModal,
};

function openModal(card: HTMLElement, onShown: () => void, onEscape: () => void): () => void {
  const dialog = card as HTMLDialogElement;
  const page = card.ownerDocument;
  const root = card.getRootNode() as ShadowRoot;
  let cameFrom: HTMLElement[] = [];

  if (!dressed.has(root)) dress(root, modalCss);
  dressed.add(root);
  const stopWaiting = afterModals(page, () => {
    cameFrom = pathToFocus(page);
    // jsdom has no modal dialogs.
    if ('showModal' in dialog) dialog.showModal();
    else card.toggleAttribute('open', true);
    // On the dialog and none of its buttons: a key that the person was about to press in the page presses nothing here.
    dialog.focus({ preventScroll: true });
    onShown();
  });

  const close = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
    onEscape();
  };
  let pressedBeside = false;
  const isBeside = ({ target, clientX: x, clientY: y }: PointerEvent): boolean => {
    const { left, right, top, bottom } = card.getBoundingClientRect();
    return target === card && (x < left || x > right || y < top || y > bottom);
  };
  const undos = [
    listen(card, 'keydown', (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.isComposing) close(event);
    }),
    listen(card, 'cancel', (event: Event) => event.target === card && close(event)),
    // Closed by something else: it is closed for the person all the same.
    listen(card, 'close', (event: Event) => event.target === card && close(event)),
    // A text that is marked with the pointer let go outside is no click beside it.
    listen(card, 'pointerdown', (event: PointerEvent) => {
      pressedBeside = isBeside(event);
    }),
    listen(card, 'click', (event: PointerEvent) => {
      if (pressedBeside && isBeside(event) && card.dataset.closedby === 'any') close(event);
    }),
  ];

  return () => {
    stopWaiting();
    for (const undo of undos) undo();
    const wasOpen = dialog.open;
    if (wasOpen && 'close' in dialog) dialog.close();
    // The browser gives the focus back itself, but not where the dialog was taken out of the page or the place it came from was.
    if (wasOpen && isNowhere(page, root)) cameFrom.some((place) => focuses(place));
  };
}

/** What has the focus, in whatever shadow root, and what is around it. */
function pathToFocus(page: Document): HTMLElement[] {
  let focused = page.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  const path: HTMLElement[] = [];
  for (
    let at: Node | null = focused;
    at && at !== page.body;
    at = at.parentNode ?? (at as Partial<ShadowRoot>).host ?? null
  )
    if (at instanceof HTMLElement) path.push(at);
  return path;
}

const isNowhere = ({ activeElement, body }: Document, root: ShadowRoot): boolean =>
  !activeElement || activeElement === body || activeElement === root.host;

function focuses(place: HTMLElement): boolean {
  place.focus({ preventScroll: true });
  return place.matches(':focus');
}
