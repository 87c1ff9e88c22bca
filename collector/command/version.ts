/** The collector's version, the same as in package.json (a test holds it so). */
export const VERSION = '0.1.0';
