/** The table of conventions. Adding one is adding its file and its line here. */
import { UsageError } from '../core/errors.ts';
import type { Convention } from './convention.ts';
import { textbook } from './textbook.ts';
import { tools } from './tools/index.ts';

export const conventions: readonly Convention[] = [textbook, ...tools];

/** Throws a UsageError for a name that is none. A name without its version is enough where it is the only one: `thop`. */
export function conventionOf(name: string): Convention {
  const found = conventions.find((each) => each.name === name) ?? onlyOne(name);
  if (found) return found;
  throw new UsageError(
    `there is no convention "${name}"; there are ${conventions.map((each) => each.name).join(', ')}`,
  );
}

function onlyOne(name: string): Convention | undefined {
  const matching = conventions.filter((each) => each.name.split(/[@/]/)[0] === name);
  return matching.length === 1 ? matching[0] : undefined;
}

export { bridgeOf, type Bridge, type BridgeStep } from './bridge.ts';
export { totalOf, type Convention, type Deviation, type Encounter, type Item } from './convention.ts';
export { explainByConventions, type Explanation } from './explain.ts';
export { matchOf, type Match, type Printed } from './printed.ts';
export { publishedReadings, type PublishedReading } from './published/readings.ts';
export { textbook } from './textbook.ts';
export { tools } from './tools/index.ts';
