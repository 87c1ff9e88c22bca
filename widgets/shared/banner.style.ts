import { closeButtonCss } from './close-button.style.js';

/** A bar along the upper edge of the window, along the lower one when it would hide what the person works on. */
export const bannerCss = `${closeButtonCss}
.banner{position:fixed;inset:0 0 auto;margin:0;padding:0;inline-size:auto;max-inline-size:none;max-block-size:50dvh;overflow:auto;overscroll-behavior:contain;
border-width:0 0 1px;border-radius:0;box-shadow:var(--aha-shadow,0 1px 2px #0000000f,0 8px 24px #0000001f)}
.banner:not(:popover-open){display:none}
.banner[data-aside]{inset:auto 0 var(--_lift,0px);border-width:1px 0 0}
.banner .box{max-inline-size:80em;margin-inline:auto;padding:max(.75em,env(safe-area-inset-top,0px)) 0 .75em;padding-inline:max(1.25em,env(safe-area-inset-left,0px)) 3.75em}
.banner[data-aside] .box{padding-block:.75em max(.75em,env(safe-area-inset-bottom,0px))}
.banner:has(>.close) .question{padding-inline-end:0}
@media (min-width:48em){.banner>.close{inset-block:0;margin-block:auto;height:fit-content}}
@media (prefers-reduced-motion:no-preference){.banner{transition:opacity .2s,translate .25s cubic-bezier(.2,.8,.2,1);@starting-style{opacity:0;translate:0 -1em}}}
@media print{.banner{display:none}}
`;
