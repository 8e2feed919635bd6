/** Text inside SVG or HTML: a name from a file is text, never markup. */
export function markup(content: string): string {
  return content.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
