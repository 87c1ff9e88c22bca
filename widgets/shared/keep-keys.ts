/**
 * Keeps what is typed in a widget from the host's shortcuts: outside its shadow root a key seems to come from the element
 * itself, so a page that spares text fields would not spare ours. Tab and Escape go through, for the host's focus traps and closing.
 */
export function keepKeys(root: ShadowRoot): void {
  for (const type of ['keydown', 'keypress', 'keyup'] as const) {
    root.addEventListener(type, (event) => {
      if (!/^(Tab|Esc)/.test((event as KeyboardEvent).key)) event.stopPropagation();
    });
  }
}
