import { CloseButton } from './close-button.js';
import { cornerCss } from './corner.style.js';
import { overPage } from './over-page.js';
import type { Surface } from './surface.js';

/** The corner of the page, or on a phone a sheet at its foot; never modal. A dialog, named by the element with the id `question`. */
export const surface: Surface = {
  frame: (label, onClose) => ({
    card: { class: 'card corner', popover: 'manual', role: 'dialog', 'aria-labelledby': 'question' },
    closeButton: <CloseButton label={label} onClose={onClose} />,
  }),
  open: overPage(cornerCss),
};
