import { closeButtonCss } from './close-button.style.js';

/** The card in the middle of the page, on a phone a sheet at its foot; what is behind it is dimmed, and scrolls as it did. */
export const modalCss = `${closeButtonCss}
.modal{position:fixed;inset:0;margin:auto;padding:0;block-size:fit-content;max-block-size:calc(100dvh - 2*var(--aha-inset,1em));
inline-size:calc(100% - 2*var(--aha-inset,1em));max-inline-size:var(--aha-width,32em);overflow:auto;overscroll-behavior:contain;
box-shadow:var(--aha-shadow,0 1px 2px #0000001a,0 12px 32px #00000026,0 32px 80px #0000004d)}
.modal:not([open]){display:none}
.modal:focus-visible{outline:none}
.modal::backdrop{background:var(--aha-backdrop,#0b0d1480)}
.modal .box{padding:var(--aha-space,1.5em)}
@media (max-width:30em){
.modal{--aha-inset:0px;max-inline-size:none;max-block-size:92dvh;margin-block-end:0;border-width:1px 0 0;border-end-start-radius:0;border-end-end-radius:0}
.modal .box{padding-block-end:max(var(--aha-space,1.5em),env(safe-area-inset-bottom,0px))}
}
@media (prefers-reduced-motion:no-preference){
.modal,.modal::backdrop{transition:opacity .2s,translate .25s cubic-bezier(.2,.8,.2,1);@starting-style{opacity:0}}
.modal{@starting-style{translate:0 1em}}
}
@media (forced-colors:active){.modal::backdrop{background:none}}
@media print{.modal{display:none}}
`;
