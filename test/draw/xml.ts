/** The elements of an XML text, in order; throws where it is not well-formed. Knows what this project writes, and no more. */

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Its own text, entities read. */
  readonly text: string;
}

interface Open extends Element {
  text: string;
}

export function elementsIn(xml: string): readonly Element[] {
  const isBad = Array.from(xml).some(
    (sign) => (sign < ' ' && !'\t\n\r'.includes(sign)) || /[\uFFFE\uFFFF]|\p{Surrogate}/u.test(sign),
  );
  if (isBad) throw new Error('a sign that XML does not allow');
  const elements: Open[] = [];
  const open: Open[] = [];
  let rest = xml.trim();
  while (rest !== '') {
    const token = /^(?:<\/([\w-]+)>|<([\w-]+)((?: [\w:-]+="[^"<]*")*)(\/?)>|([^<]+))/.exec(rest);
    if (!token) throw new Error(`not well-formed at ${rest.slice(0, 60)}`);
    const [all, closing, opening, attributes, selfClosing, text] = token;
    rest = rest.slice(all.length);
    if (text !== undefined) {
      if (open.length === 0) throw new Error(`text outside the root: ${text}`);
      open.at(-1)!.text += unescaped(text);
    } else if (closing !== undefined) {
      if (open.pop()?.name !== closing) throw new Error(`</${closing}> closes what is not open`);
    } else {
      const element: Open = { name: opening!, attributes: attributesOf(attributes!), text: '' };
      elements.push(element);
      if (selfClosing === '') open.push(element);
    }
  }
  if (open.length > 0) throw new Error(`${open.at(-1)!.name} is not closed`);
  return elements;
}

function attributesOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...text.matchAll(/ ([\w:-]+)="([^"]*)"/g)].map(([, name, value]) => [name!, unescaped(value!)])); // prettier-ignore
}

function unescaped(text: string): string {
  if (/&(?!#\d+;)/.test(text)) throw new Error(`& stands alone in ${text}`);
  return text.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}
