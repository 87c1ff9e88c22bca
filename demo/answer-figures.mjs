const FIGURES = new Map([
  ['/figures/nps', '/v1/reports/nps'],
  ['/figures/events', '/v1/reports/events'],
]);

/**
 * The product's own server asks the collector with the read key, which no page ever sees.
 *
 * @param readKey returns the key once the collector runs.
 * @returns answers a request for a figure; false where it is none.
 */
export function answerFigures(collector, readKey) {
  return (request, response) => {
    const path = FIGURES.get(request.url ?? '');
    if (path === undefined || request.method !== 'GET') return false;
    fetch(collector + path, { headers: { authorization: `Bearer ${readKey()}` } })
      .then(async (figure) => {
        response.writeHead(figure.status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
        response.end(await figure.text());
      })
      .catch(() => response.writeHead(502, { 'content-type': 'text/plain' }).end('The collector does not answer\n'));
    return true;
  };
}
