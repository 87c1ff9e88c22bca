import { bannerCss } from './banner.style.js';
import { CloseButton } from './close-button.js';
import { overPage } from './over-page.js';
import type { Surface } from './surface.js';

/**
 * A bar along the upper edge of the window; never modal. Over the page and not in its flow: a play opens it when it is due, and what a person is
 * reading or about to press must not move away under them. A region, named by the element with the id `question`.
 */
export const surface: Surface = {
  frame: (label, onClose) => ({
    card: { class: 'card banner', popover: 'manual', role: 'region', 'aria-labelledby': 'question' },
    closeButton: <CloseButton label={label} onClose={onClose} />,
  }),
  open: overPage(bannerCss),
};
