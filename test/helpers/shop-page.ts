/** A page of a product in that language: something of ours, between two buttons of its own. */
export const shopPage = (head: string, body: string, lang = 'en'): string =>
  `<!doctype html><html lang="${lang}" dir="${lang === 'ar' ? 'rtl' : 'ltr'}"><head><title>Shop</title>
    <meta name="viewport" content="width=device-width">${head}</head>
    <body><main><h1>Shop</h1><button id="before">Before</button>${body}<button id="after">After</button></main></body></html>`;
