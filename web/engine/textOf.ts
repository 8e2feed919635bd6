/** The network file of an open network: as it was published or opened, with its remarks, else written from the graph. */
import { networkFileOf } from '../../src/formats/network-file/write.ts';
import type { Context, Opened } from './context.ts';
import { withInputs } from './leftOpen.ts';
import { publishedText } from './published.ts';

/** Throws an UnsupportedError for what a network file cannot say. */
export async function textOf({ networks }: Context, id: number): Promise<string> {
  const opened = networks.get(id);
  return opened.text ?? (await ownText(opened)) ?? networkFileOf(withInputs(opened));
}

async function ownText({ published }: Opened): Promise<string | undefined> {
  return published === undefined ? undefined : publishedText(published);
}
