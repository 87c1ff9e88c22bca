/**
 * Calls back as soon as the host has no modal open, at once when there is none: what is shown under or over
 * an open `dialog.showModal()` is inert, and a custom modal's focus trap would fight with ours. No polling.
 *
 * @returns its undo.
 */
export function afterModals(page: Document, callback: () => void): () => void {
  const find = (selector: string): Element[] => {
    try {
      return [...page.querySelectorAll(selector)];
    } catch {
      // Chrome < 105, Firefox < 103 and jsdom do not know `:modal`.
      return find('[aria-modal=true]');
    }
  };
  const free = () => !find(':modal,[aria-modal=true]').some((modal) => modal.getClientRects().length);
  if (free()) {
    callback();
    return () => {};
  }
  const observer = new MutationObserver(() => {
    if (!free()) return;
    observer.disconnect();
    callback();
  });
  observer.observe(page, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['open', 'aria-modal', 'class', 'style', 'hidden'],
  });
  return () => observer.disconnect();
}
