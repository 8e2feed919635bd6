/** Tells a network file by how it begins; needs neither the YAML nor the schema library. */

/** Whether a file that begins with these bytes can be a network file: text with a network's own words at the start of a line. */
export function looksLikeNetworkFile(head: Uint8Array): boolean {
  if (head.includes(0)) return false;
  return /^\s*\{?\s*["']?(?:network|towers|inputs?|parameters|blocks|layers)["']?\s*:/m.test(
    new TextDecoder().decode(head),
  );
}
