/** The network files of the built-in networks, with their authors' remarks, loaded one by one. */
import { publishedDocument, publishedNetworks } from '../../src/formats/published.ts';
import { compiledFiles } from '../../src/formats/published.gen.ts';
import { removeAt, setAt } from './setAt.ts';

const files = import.meta.glob<string>('../../networks/*.yaml', { query: '?raw', import: 'default' });

/** `undefined` for a name that none has. A network of a family is the family's file with its parameters. */
export async function publishedText(name: string): Promise<string | undefined> {
  const title = publishedDocument(name)?.network;
  const own = publishedNetworks().find((network) => network.title === title);
  const [first] = compiledFiles.find(({ networks }) => networks.some((one) => one.name === own?.name))?.networks ?? [];
  const text = await files[`../../networks/${first?.name}.yaml`]?.();
  if (text === undefined || !own || own.name === first?.name) return text;
  const parameters = Object.entries(publishedDocument(name)?.parameters ?? {});
  const titled = setAt(removeAt(removeAt(text, ['variants']), ['aliases']), ['network'], own.title);
  return parameters.reduce((changed, [key, value]) => setAt(changed, ['parameters', key], value), titled);
}
