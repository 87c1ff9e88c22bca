import { closeButtonCss } from './close-button.style.js';

/** The card in the corner of a page, aside when it would hide what the person works on; on a phone a sheet at the foot, above its keyboard. */
export const cornerCss = `${closeButtonCss}
.corner{position:fixed;inset:auto;inset-block-end:calc(var(--aha-inset,1em) + env(safe-area-inset-bottom,0px) + var(--_lift,0px));inset-inline-end:var(--aha-inset,1em);
inline-size:calc(100% - 2*var(--aha-inset,1em));max-inline-size:var(--aha-width,27em);max-block-size:calc(100dvh - 2*var(--aha-inset,1em) - var(--_lift,0px));
margin:0;padding:0;overflow:auto;overscroll-behavior:contain;
box-shadow:var(--aha-shadow,0 1px 2px #0000000f,0 8px 20px #0000001a,0 20px 48px #0000001f)}
.corner:not(:popover-open){display:none}
.corner[data-aside]{inset-inline:var(--aha-inset,1em) auto}
@media (max-width:30em){
.corner{--aha-inset:0px;max-inline-size:none;max-block-size:calc(92dvh - var(--_lift,0px));inset-block-end:var(--_lift,0px);
border-width:1px 0 0;border-end-start-radius:0;border-end-end-radius:0}
.corner[data-aside]{inset-block:0 auto}
.corner .box{padding-block-end:max(var(--aha-space,1.25em),env(safe-area-inset-bottom,0px))}
}
@media (prefers-reduced-motion:no-preference){.corner{transition:opacity .2s,translate .25s cubic-bezier(.2,.8,.2,1);@starting-style{opacity:0;translate:0 1em}}}
@media print{.corner{display:none}}
`;
