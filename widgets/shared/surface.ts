import type { ComponentChildren } from 'preact';

/** A place over the page where a widget can be shown. */
export interface Surface {
  /**
   * What the card is there, its attributes, and the way out of there: a button with this label.
   *
   * @param setting any of the widget's settings, by name.
   */
  frame(
    label: string,
    onClose: () => void,
    setting: (name: string) => unknown,
  ): { readonly tag?: 'dialog'; readonly card: object; readonly closeButton: ComponentChildren };
  /**
   * Shows a card, once the host has no modal open.
   *
   * @param card the first element of a widget's shadow root, with the attributes of the frame.
   * @param onShown it is on the screen.
   * @param onEscape the person wants it closed: Escape, with the focus inside, or what else the surface takes for that.
   * @param announcement told to screen readers when it has opened.
   * @returns closes it; focus goes back to where it came from, if it was inside.
   */
  open(card: HTMLElement, onShown: () => void, onEscape: () => void, announcement: string): () => void;
}
