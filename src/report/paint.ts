/** Colours, as functions: whoever prints on a terminal gives them; elsewhere a text stays as it is. */

export interface Paint {
  heading(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
  warning(text: string): string;
}

const same = (text: string): string => text;

export const noPaint: Paint = { heading: same, strong: same, faint: same, warning: same };
