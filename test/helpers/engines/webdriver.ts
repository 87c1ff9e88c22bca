/**
 * A client of the W3C WebDriver protocol with the few commands that we need.
 *
 * Source: https://www.w3.org/TR/webdriver2/
 */

export interface WebDriverSession {
  readonly capabilities: { readonly browserName: string; readonly browserVersion: string };
  /** Sends a command, its path below the session's. */
  command(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown>;
  /** Runs a function in the current window and waits for what it promises. */
  evaluate(run: string, args: readonly unknown[]): Promise<unknown>;
}

const SCRIPT_TIMEOUT_MS = 100_000;

/** Runs in the page: calls the function, and hands its result, or its error as a text, to the driver. The page's own `Promise` may be broken. */
const EVALUATE = `
  const [args, done] = arguments;
  (async () => RUN(...args))()
    .then((value) => done({ value: value === undefined ? null : value }), (error) => done({ error: String(error) }));`;

async function send(url: string, method: string, body?: object): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const { value } = (await response.json()) as { value: unknown };
  if (response.ok) return value;
  const { error, message } = value as { error: string; message: string };
  throw new Error(`${method} ${new URL(url).pathname}: ${error}: ${message}`);
}

export async function openSession(driverUrl: string, capabilities: object): Promise<WebDriverSession> {
  const opened = (await send(`${driverUrl}/session`, 'POST', { capabilities: { alwaysMatch: capabilities } })) as {
    sessionId: string;
    capabilities: WebDriverSession['capabilities'];
  };
  const session: WebDriverSession = {
    capabilities: opened.capabilities,
    command: (method, path, body) =>
      send(`${driverUrl}/session/${opened.sessionId}${path}`, method, method === 'POST' ? (body ?? {}) : undefined),
    evaluate: async (run, args) => {
      const script = EVALUATE.replace('RUN', () => `(${run})`);
      const result = await session.command('POST', '/execute/async', { script, args: [args] });
      const { value, error } = result as { value?: unknown; error?: string };
      if (error !== undefined) throw new Error(error);
      return value;
    },
  };
  await session.command('POST', '/timeouts', { script: SCRIPT_TIMEOUT_MS, pageLoad: SCRIPT_TIMEOUT_MS });
  return session;
}
