/** The models that `layerledger serve` was given on its command line; elsewhere there are none. */

export interface ServedModel {
  readonly name: string;
  readonly url: string;
}

/** Asks the page's own server, quietly: a static host has no such list, a folder no server. */
export async function servedModels(): Promise<readonly ServedModel[]> {
  if (!location.protocol.startsWith('http')) return [];
  try {
    const answer = await fetch(new URL('models.json', document.baseURI));
    return answer.ok ? readModels(await answer.json()) : [];
  } catch {
    return [];
  }
}

/** Takes a list of `{ name, url }`, or an object that holds one as `models`; addresses are relative to the page. */
function readModels(answer: unknown): readonly ServedModel[] {
  const list = Array.isArray(answer) ? answer : isObject(answer) ? answer['models'] : undefined;
  if (!Array.isArray(list)) return [];
  return list.filter(isObject).flatMap(({ name, url }) => {
    if (typeof name !== 'string' || typeof url !== 'string') return [];
    return [{ name, url: new URL(url, document.baseURI).href }];
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
