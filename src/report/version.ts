/** The versions that every JSON answer carries. */

/** Raised when a field of a JSON answer changes its meaning or goes away. */
export const schemaVersion = 1;

/** layerledger's version; a test holds it equal to package.json's. */
export const version = '0.1.0';
