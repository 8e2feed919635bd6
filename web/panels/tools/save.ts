/** Taking things out of the page: into a file, onto the clipboard. Nothing leaves the machine. */

/** Offers bytes as a download. */
export function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  [link.href, link.download] = [url, name];
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // the download has begun by then, whatever the browser asks first
}

/** Rejects with a sentence where the browser gives pages no clipboard. */
export async function copy(content: string | Blob): Promise<void> {
  // oxlint-disable-next-line typescript/no-unnecessary-condition -- undefined on pages that come over plain http
  if (!navigator.clipboard) throw new Error('this browser gives the page no clipboard; download it instead');
  if (typeof content === 'string') return navigator.clipboard.writeText(content);
  return navigator.clipboard.write([new ClipboardItem({ [content.type]: content })]);
}

/** A network's name as the name of a file: letters, digits, dots and dashes. */
export function fileName(name: string, ending: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[^\w.]+/g, '-')
    .replace(/^[-.]+|-+$/g, '');
  return `${(plain || 'network').slice(0, 80)}${ending}`;
}
