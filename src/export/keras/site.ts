/** What an operator's translation to Keras is given. */
import { isWhole } from '../../core/size.ts';
import type { Literal } from '../construction.ts';
import type { CommonSite } from '../site.ts';

export { shapeAt, wholeShape } from '../site.ts';

type LayerText = (
  callee: string,
  args: readonly Literal[],
  named: Readonly<Record<string, Literal | undefined>>,
  x: string,
) => string;

export interface Site extends CommonSite {
  /** The text of a layer that is called on `x`: `layers.Dense(10, name='fc')(x)`. Layers with weights get a name. */
  readonly layer: LayerText;
  /** As `layer`, with weights: the layer's own name, and what the authors began with. */
  readonly weighted: LayerText;
}

export type Translation = (site: Site) => string;
export type Translations = Readonly<Record<string, Translation>>;

export function wholesAt(site: Site, index: number): readonly number[] {
  const values = site.inputs[index]?.values;
  if (!values?.every(isWhole)) throw site.fail(`the elements of input ${index} are not known`);
  return values.map(Number);
}

/** Spatial axes, of which Keras's layers have 1 to 3. */
export function axesOf(site: Site, count: number): number {
  if (count >= 1 && count <= 3) return count;
  throw site.fail(`it slides along ${count} axes; Keras has layers for 1 to 3`);
}
