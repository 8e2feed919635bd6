/**
 * What a mark looks like, asked of the style sheet by an element that nobody sees: figure.css alone says it, for SVG and for
 * the canvas, in light and dark.
 */
import type { Mark } from '../../src/draw/index.ts';
import { classOf } from './marks.tsx';

export interface Look {
  readonly fill: string;
  readonly stroke: string;
  readonly isFilled: boolean;
  readonly isStroked: boolean;
  readonly fillAlpha: number;
  readonly strokeAlpha: number;
  readonly width: number;
  readonly dash: number[];
  readonly size: number;
  readonly font: string;
}

export interface LookState {
  readonly isMarked: boolean;
  readonly isCounted: boolean;
}

export type Looks = (mark: Mark, state: LookState) => Look;

/** Asks once for each class. */
export function looksBy(probe: SVGGElement): Looks {
  const known = new Map<string, Look>();
  return (mark, { isMarked, isCounted }) => {
    const key = `${classOf(mark)}${isMarked ? ' m' : ''}${isCounted ? ' c' : ''}`;
    const before = known.get(key);
    if (before) return before;
    probe.setAttribute('class', isMarked ? 'part is-selected' : 'part');
    const element = probe.querySelector(mark.shape === 'text' ? 'text' : 'path')!;
    element.setAttribute('class', isCounted ? `${classOf(mark)} is-counted` : classOf(mark));
    const look = lookOf(getComputedStyle(element));
    known.set(key, look);
    return look;
  };
}

function lookOf(style: CSSStyleDeclaration): Look {
  const dash = style.strokeDasharray === 'none' ? [] : style.strokeDasharray.split(/[ ,]+/).map(Number.parseFloat);
  const size = Number.parseFloat(style.fontSize);
  return {
    fill: style.fill,
    stroke: style.stroke,
    isFilled: style.fill !== 'none',
    isStroked: style.stroke !== 'none',
    fillAlpha: Number(style.fillOpacity),
    strokeAlpha: Number(style.strokeOpacity),
    width: Number.parseFloat(style.strokeWidth),
    dash,
    size,
    font: `${style.fontWeight} ${size}px ${style.fontFamily}`,
  };
}
