/** The path of an installed Firefox. */
export function findFirefox(): string | undefined;
/** Where WebKitGTK's parts are: its driver, MiniBrowser, and Xvfb where there is one. */
export function findWebKit(): { driver: string; browser: string; display: string | undefined } | undefined;
