/** How far an explanation of a printed number can be trusted. */

/** `by accident in 22 of 100 such searches`; `undefined` where it is hardly an accident, or nothing was searched for. */
export function accidentWords(chance: number | null | undefined): string | undefined {
  if (chance === undefined || chance === null || chance < 0.01) return undefined;
  return `by accident in ${Math.round(100 * chance)} of 100 such searches`;
}

/** `1277 single changes tried; a reproduction is no proof of what anybody did` */
export function triedWords(tried: number): string {
  return `${tried} single changes tried; a reproduction is no proof of what anybody did`;
}
