/**
 * The content security policy of the page: the built page declares it, and `layerledger serve` sends it. Nothing runs and nothing
 * is loaded but the page's own files; addresses that a person gives are fetched, and read as data.
 * https://www.w3.org/TR/CSP3/
 */

const directives: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'script-src': "'self'",
  'worker-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' blob: data:", // drawings on their way to PNG
  'connect-src': "'self' http: https:",
  'base-uri': "'none'",
  'form-action': "'none'",
};

/** As `<meta http-equiv="Content-Security-Policy">` takes it. */
export const pagePolicy = Object.entries(directives)
  .map(([name, sources]) => `${name} ${sources}`)
  .join('; ');

/** As a server sends it: who may frame the page is heard in a header alone. */
export const servedPolicy = `${pagePolicy}; frame-ancestors 'none'`;
