/** What pages do to everything that stands in them, by name: style sheets as customers have them, and worse. */
export const HOSTILE_STYLES: Readonly<Record<string, string>> = {
  "a reset like Tailwind's preflight": `
    *, ::before, ::after { box-sizing: border-box; margin: 0; padding: 0; border: 0 solid }
    html { line-height: 1.5; font-family: serif; tab-size: 4 }
    h1, h2, h3, h4 { font-size: inherit; font-weight: inherit } ol, ul, menu { list-style: none }
    a { color: inherit; text-decoration: inherit } b, strong { font-weight: bolder }
    button, input, select, optgroup, textarea { font: inherit; color: inherit; background-color: transparent; border-radius: 0; opacity: 1 }
    img, svg, video { display: block; vertical-align: middle } [hidden] { display: none !important }`,
  'everything unset, with all its weight': '* { all: unset !important }',
  'no button, no field, no list':
    'button, input, textarea, label, fieldset, ul, li, a, p, svg, progress { display: none !important }',
  'a root of 62.5 %': 'html { font-size: 62.5% }',
  'loud letters': `
    html, body, * { font: 30px/3 fantasy !important; letter-spacing: .3em !important; text-transform: uppercase !important;
      color: red !important; background: lime !important; direction: inherit }`,
  'borders, shadows and motion on everything': `
    *, ::before, ::after { border: 3px dotted lime !important; box-shadow: 0 0 9px red !important; padding: 7px !important;
      animation: shake 1s infinite !important; transition: all 3s !important }`,
  'ancestors that transform, clip and contain': `
    main, body { transform: rotate(.01deg) !important; overflow: hidden !important; contain: strict !important; opacity: .99 !important;
      filter: blur(0) !important; min-height: 300px !important; width: 600px !important }`,
  'nothing can be clicked or chosen':
    '* { pointer-events: none !important; user-select: none !important; visibility: hidden !important }',
  'the host elements by name': `
    aha-nps, aha-csat, aha-ces, aha-survey, aha-checklist, aha-referral, aha-prompt, aha-rewards, [placement] {
      display: inline !important; color: red; font-size: 50px; line-height: 0; text-align: center; white-space: nowrap; cursor: none }`,
};
